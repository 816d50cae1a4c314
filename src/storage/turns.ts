/** Gives the turn back. */
export type Release = () => void;

export interface Turns {
  /** Together with others of this kind. */
  shared(): Promise<Release>;
  /** When all who came before have finished, and before anybody who comes later. */
  alone(): Promise<Release>;
}

/** Many at once or one alone, in the order of asking. */
export function makeTurns(): Turns {
  const waiting: { readonly isAlone: boolean; readonly enter: () => void }[] = [];
  let inside = 0;
  let isTaken = false;

  const letIn = (): void => {
    for (let next = waiting[0]; next && !isTaken && !(next.isAlone && inside > 0); next = waiting[0]) {
      waiting.shift();
      inside++;
      isTaken = next.isAlone;
      next.enter();
    }
  };
  const ask = (isAlone: boolean): Promise<Release> =>
    new Promise((resolve) => {
      const release = () => {
        inside--;
        isTaken = false;
        letIn();
      };
      waiting.push({ isAlone, enter: () => resolve(release) });
      letIn();
    });

  return { shared: () => ask(false), alone: () => ask(true) };
}

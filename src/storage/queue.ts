export interface Queue {
  /** Waits for everyone who came before; answers with the function that lets the next one in. */
  take(): Promise<() => void>;
}

/** First come, first served, one at a time. */
export function makeQueue(): Queue {
  let last: Promise<void> = Promise.resolve();
  return {
    async take() {
      const before = last;
      let release: () => void = () => undefined;
      last = new Promise((resolve) => (release = resolve));
      await before;
      return release;
    },
  };
}

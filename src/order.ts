/** Work that goes one after the other for each key; what has different keys runs side by side. */
export interface Order {
  /** Does the work when all that was handed in before it with this key is over, however that ended. */
  next<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
  /** Waits until all is over that was handed in for this key up to now. Never rejects. */
  settled(key: string): Promise<void>;
}

export function makeOrder(): Order {
  const last = new Map<string, Promise<void>>();
  const settled = async (key: string) => last.get(key);
  return {
    settled,
    async next(key, work) {
      const turn = settled(key).then(work);
      const forget = () => {
        if (last.get(key) === over) last.delete(key);
      };
      const over: Promise<void> = turn.then(forget, forget);
      last.set(key, over);
      return turn;
    },
  };
}

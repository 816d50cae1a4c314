/** Events that are remembered, since after a lost connection they come once more. */
export const REMEMBERED = 5_000;

/** Remembers the last so many keys; answers whether this one is new. Events come again after a connection was lost. */
export function makeRecent(most: number): (key: string) => boolean {
  const seen = new Set<string>();
  return (key) => {
    if (seen.has(key)) return false;
    seen.add(key);
    const [oldest] = seen;
    if (seen.size > most && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}

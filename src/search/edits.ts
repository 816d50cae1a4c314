/** How many single edits of a word are taken for a slip of the finger: none in short words, where each gives another word. */
export function editsAllowed(word: string): 0 | 1 | 2 {
  if (word.length < 4 || /\p{N}/u.test(word)) return 0;
  return word.length < 8 ? 1 : 2;
}

/** Which letters a word has, a bit for each of 32 classes of them. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) letters |= 1 << (word.charCodeAt(index) & 31);
  return letters >>> 0;
}

/** Whether words with these letters may be so near. An edit takes a letter away, brings one, or both. */
export function mayBeNear(a: number, b: number, edits: number): boolean {
  let differing = (a ^ b) >>> 0;
  let count = 0;
  while (differing !== 0 && count <= 2 * edits) {
    differing &= differing - 1;
    count++;
  }
  return count <= 2 * edits;
}

/**
 * The fewest letters to insert, leave out, replace or swap with their neighbour that make `b` of `a` (the distance of
 * optimal string alignment), or `most + 1` for all that are more than `most`.
 */
export function editsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((last[j - 1] ?? 0) + (same ? 0 : 1), (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      row.push(edits);
      if (edits < least) least = edits;
    }
    // A swap reaches two rows back, so that one row above the limit proves nothing yet.
    if (least > most && Math.min(...last) > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}

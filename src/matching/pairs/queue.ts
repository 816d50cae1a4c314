/** What happens next, the earliest first: a heap of four branches in typed arrays, which grow. */
export interface Queue {
  size(): number;
  /** Time of the earliest entry; Infinity when there is none. */
  next(): number;
  /** Of whom the earliest entry tells. */
  who(): number;
  whom(): number;
  push(time: number, who: number, whom: number): void;
  /** Takes the earliest entry out. */
  drop(): void;
  clear(): void;
}

const BRANCHES = 4;

export function makeQueue(capacity = 1024): Queue {
  let times = new Float64Array(capacity);
  let whos = new Int32Array(capacity);
  let whoms = new Int32Array(capacity);
  let size = 0;

  function enlarge(): void {
    const [before, room] = [{ times, whos, whoms }, times.length * 2];
    [times, whos, whoms] = [new Float64Array(room), new Int32Array(room), new Int32Array(room)];
    times.set(before.times);
    whos.set(before.whos);
    whoms.set(before.whoms);
  }

  function move(from: number, place: number): void {
    times[place] = times[from] ?? 0;
    whos[place] = whos[from] ?? 0;
    whoms[place] = whoms[from] ?? 0;
  }

  /** The place of the earliest of the entries below this one, or -1 where there is none. */
  function leastBelow(place: number): number {
    const from = place * BRANCHES + 1;
    if (from >= size) return -1;
    const until = Math.min(from + BRANCHES, size);
    let least = from;
    for (let child = from + 1; child < until; child++) if ((times[child] ?? 0) < (times[least] ?? 0)) least = child;
    return least;
  }

  return {
    size: () => size,
    next: () => (size === 0 ? Infinity : (times[0] ?? 0)),
    who: () => whos[0] ?? 0,
    whom: () => whoms[0] ?? 0,

    push(time, who, whom) {
      if (size === times.length) enlarge();
      let place = size++;
      while (place > 0) {
        const above = (place - 1) >> 2;
        if ((times[above] ?? 0) <= time) break;
        move(above, place);
        place = above;
      }
      times[place] = time;
      whos[place] = who;
      whoms[place] = whom;
    },

    drop() {
      size--;
      const last = size;
      const time = times[last] ?? 0;
      let place = 0;
      for (let least = leastBelow(0); least >= 0; least = leastBelow(place)) {
        if ((times[least] ?? 0) >= time) break;
        move(least, place);
        place = least;
      }
      move(last, place);
    },

    clear() {
      size = 0;
    },
  };
}

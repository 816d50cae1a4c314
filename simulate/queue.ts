export type Event = () => Promise<void> | void;

/** What people are going to do, in order of time; of one instant, in the order in which it was planned. */
export interface Queue {
  add(at: number, event: Event): void;
  nextAt(): number | undefined;
  /** Lets everything of this instant happen, one after the other, also what is added for it meanwhile. */
  run(at: number): Promise<void>;
}

export function makeQueue(): Queue {
  const events = new Map<number, Event[]>();
  // A heap of the instants: the parent of a place is at half of it.
  const heap: number[] = [];

  function push(at: number): void {
    let place = heap.push(at) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if ((heap[parent] ?? 0) <= at) break;
      heap[place] = heap[parent] ?? 0;
      place = parent;
    }
    heap[place] = at;
  }

  function pop(): void {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const [left = Infinity, right = Infinity] = [heap[2 * place + 1], heap[2 * place + 2]];
      const least = Math.min(left, right);
      if (least >= last) break;
      heap[place] = least;
      place = 2 * place + (left <= right ? 1 : 2);
    }
    heap[place] = last;
  }

  return {
    add(at, event) {
      const planned = events.get(at);
      if (planned) planned.push(event);
      else {
        events.set(at, [event]);
        push(at);
      }
    },
    nextAt: () => heap[0],
    async run(at) {
      if (heap[0] !== at) return;
      const planned = events.get(at) ?? [];
      for (const event of planned) await event();
      events.delete(at);
      pop();
    },
  };
}

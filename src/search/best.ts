/**
 * The first `most` of `items` in the order of `compare`, without sorting the others: a heap whose top is the last of those kept.
 * @param compare Negative if `a` comes first; never 0 for two that differ
 */
export function bestOf<Item>(
  items: readonly Item[],
  most: number,
  compare: (a: Item, b: Item) => number,
): readonly Item[] {
  if (items.length <= most) return [...items].sort(compare);
  const kept = items.slice(0, most).sort((a, b) => compare(b, a));
  for (const item of items.slice(most)) {
    const [last] = kept;
    if (last === undefined || compare(item, last) > 0) continue;
    kept[0] = item;
    sink(kept, compare);
  }
  return kept.sort(compare);
}

function sink<Item>(heap: Item[], compare: (a: Item, b: Item) => number): void {
  for (let place = 0; ;) {
    let last = place;
    for (const child of [2 * place + 1, 2 * place + 2])
      if (child < heap.length && compare(heap[child] as Item, heap[last] as Item) > 0) last = child;
    if (last === place) return;
    const moved = heap[place] as Item;
    heap[place] = heap[last] as Item;
    heap[last] = moved;
    place = last;
  }
}

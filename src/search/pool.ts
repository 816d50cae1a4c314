/** A list of whole numbers from 0 to 2³² - 1 in a pool. */
export interface Block {
  /** Where it begins in the pool's `numbers`. */
  start: number;
  count: number;
  /** It has room for 2^size numbers. */
  size: number;
}

/**
 * Many short lists in one array: as lists of their own they would take several times the memory, and the collector of
 * garbage much longer. Lists that grow move; the room they leave is used again by lists of that size.
 */
export interface Pool {
  /** Another array after each `append` that found it full. */
  readonly numbers: Uint32Array;
  /** An empty list with room for so many numbers, 1 or more. */
  makeBlock(room: number): Block;
  append(block: Block, number: number): void;
  /** Takes the number at this place out; the last one comes in its place. */
  removeAt(block: Block, place: number): void;
  /** The block is not used any more. */
  free(block: Block): void;
}

const FIRST_NUMBERS = 1_024;

export function makePool(): Pool {
  let numbers = new Uint32Array(FIRST_NUMBERS);
  let end = 0;
  const rooms: number[][] = [];

  const allot = (size: number): number => {
    const room = rooms[size]?.pop();
    if (room !== undefined) return room;
    const start = end;
    end += 2 ** size;
    if (end > numbers.length) {
      const larger = new Uint32Array(Math.max(end, numbers.length + (numbers.length >> 1)));
      larger.set(numbers);
      numbers = larger;
    }
    return start;
  };
  const leave = ({ start, size }: Block): void => void (rooms[size] ??= []).push(start);
  const move = (block: Block, size: number): void => {
    const start = allot(size);
    numbers.copyWithin(start, block.start, block.start + block.count);
    leave(block);
    block.start = start;
    block.size = size;
  };

  return {
    get numbers() {
      return numbers;
    },
    makeBlock(room) {
      const size = Math.ceil(Math.log2(room));
      return { start: allot(size), count: 0, size };
    },
    append(block, number) {
      if (block.count === 2 ** block.size) move(block, block.size + 1);
      numbers[block.start + block.count++] = number;
    },
    removeAt(block, place) {
      numbers[block.start + place] = numbers[block.start + --block.count] ?? 0;
      if (block.size > 2 && block.count < 2 ** (block.size - 2)) move(block, block.size - 1);
    },
    free: leave,
  };
}

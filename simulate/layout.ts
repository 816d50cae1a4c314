import type { Draw } from "./chance.js";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const STEPS = 220;
/** How strongly everybody is drawn to the middle, so that people without a tie stay in sight. */
const GRAVITY = 1.5;

/**
 * Places for people so that who is tied lies near, and nobody on top of anybody: springs along the ties, repulsion
 * between all, less and less movement, after Fruchterman and Reingold, "Graph drawing by force-directed placement"
 * (1991). The springs are weaker than theirs: with a dozen ties each, everybody would end up in one clump. In a square
 * from 0 to 1. `ties` are pairs of places in the list of `count` people.
 */
export function layout(count: number, ties: readonly (readonly [number, number])[], draw: Draw): readonly Spot[] {
  const x = Float64Array.from({ length: count }, (_, place) => draw("x", place));
  const y = Float64Array.from({ length: count }, (_, place) => draw("y", place));
  const room = 1 / Math.sqrt(Math.max(1, count));
  for (let step = 0; step < STEPS; step++) {
    const [dx, dy] = forces({ x, y, ties, room });
    const reach = 0.1 * (1 - step / STEPS);
    for (let i = 0; i < count; i++) {
      const [fx, fy] = [dx[i] ?? 0, dy[i] ?? 0];
      const far = Math.hypot(fx, fy) || 1;
      x[i] = (x[i] ?? 0) + (fx / far) * Math.min(far, reach);
      y[i] = (y[i] ?? 0) + (fy / far) * Math.min(far, reach);
    }
  }
  return inSquare(x, y);
}

interface Field {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly ties: readonly (readonly [number, number])[];
  /** The side of the square that is everybody's own. */
  readonly room: number;
}

function forces({ x, y, ties, room }: Field): readonly [Float64Array, Float64Array] {
  const count = x.length;
  const [dx, dy] = [new Float64Array(count), new Float64Array(count)];
  const pushed = (i: number, j: number, strengthAt: (far: number) => number) => {
    const [vx, vy] = [(x[i] ?? 0) - (x[j] ?? 0) || 1e-6, (y[i] ?? 0) - (y[j] ?? 0) || 1e-6];
    const far = Math.hypot(vx, vy);
    const strength = strengthAt(far) / far;
    dx[i] = (dx[i] ?? 0) + vx * strength;
    dy[i] = (dy[i] ?? 0) + vy * strength;
    dx[j] = (dx[j] ?? 0) - vx * strength;
    dy[j] = (dy[j] ?? 0) - vy * strength;
  };
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) pushed(i, j, (far) => (room * room) / far);
  const pull = 1 / Math.max(1, ties.length / Math.max(1, count));
  for (const [i, j] of ties) pushed(i, j, (far) => -pull * far);
  for (let i = 0; i < count; i++) {
    dx[i] = (dx[i] ?? 0) + (0.5 - (x[i] ?? 0)) * GRAVITY;
    dy[i] = (dy[i] ?? 0) + (0.5 - (y[i] ?? 0)) * GRAVITY;
  }
  return [dx, dy];
}

function inSquare(x: Float64Array, y: Float64Array): readonly Spot[] {
  const scale = (values: Float64Array) => {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return (value: number) => (most === least ? 0.5 : (value - least) / (most - least));
  };
  const [scaleX, scaleY] = [scale(x), scale(y)];
  return Array.from(x, (value, place) => ({ x: scaleX(value), y: scaleY(y[place] ?? 0) }));
}

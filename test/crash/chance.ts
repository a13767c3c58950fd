/** Numbers from 0 to 1 that are the same for the same seed, so that a run can be told and repeated. Source: mulberry32. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed of SEED, or always the same one. */
export const seed = Number(process.env['SEED'] ?? 20260101);

/** `count` moments from 0 to `end`, one in each part of that time: they meet every phase, the short ones too, as often as their length is. */
export function moments(count: number, end: number, draw: () => number): number[] {
  return Array.from({ length: count }, (_, i) => ((i + draw()) / count) * end);
}

export function pick<T>(from: readonly T[], draw: () => number): T {
  return from[Math.floor(draw() * from.length)] as T;
}

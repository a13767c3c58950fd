/** Whether something holds; `unknown` where the API leaves it open, or where the snapshot does not tell. */
export type Truth = 'yes' | 'no' | 'unknown';

/** `yes` where any is; else `unknown` where any is. */
export function anyOf<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let found: Truth = 'no';
  for (const item of items) {
    const truth = test(item);
    if (truth === 'yes') return 'yes';
    if (truth === 'unknown') found = 'unknown';
  }
  return found;
}

/** `no` where either is; else `unknown` where either is. */
export function both(a: Truth, b: Truth): Truth {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'yes';
}

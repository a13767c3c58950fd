/** Results kept at a time; replicas come one after another, so that few are asked for again later. */
const most = 4_096;

/** Longer texts are rare, and not worth being kept. */
const longest = 512;

/** A pure function of two texts that does not work out again what it has just worked out: the replicas of a workload ask the same. */
export function remembered<R>(work: (a: string, b: string) => R): (a: string, b: string) => R {
  const results = new Map<string, Map<string, R>>();
  let count = 0;
  return (a, b) => {
    if (a.length + b.length > longest) return work(a, b);
    const known = results.get(a)?.get(b);
    if (known !== undefined) return known;
    if (count >= most) {
      results.clear();
      count = 0;
    }
    const result = work(a, b);
    const ofFirst = results.get(a) ?? new Map<string, R>();
    results.set(a, ofFirst.set(b, result));
    count++;
    return result;
  };
}

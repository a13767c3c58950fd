/** Milliseconds of `runs` runs, after one that is not counted. @type {(runs: number, run: () => unknown) => number[]} */
export function timesOf(runs, run) {
  return Array.from({ length: runs + 1 }, () => {
    const begun = performance.now();
    run();
    return performance.now() - begun;
  }).slice(1);
}

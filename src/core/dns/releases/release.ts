import type { CoreDnsVersion } from '../plugin.js';

/** The newest release whose source the simulation follows. */
export const newestRelease = '1.14.7';

/** Negative where `a` came before `b`. Both are three numbers: `1.9.3`. */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(release: string): number[] {
  return release.split('.').map(Number);
}

/** The release that a text names: `1.9.3`, `v1.9.3`, `1.9.3-eksbuild.2`; undefined where it does not begin with three numbers. */
export function releaseIn(text: string): string | undefined {
  return /^v?(\d{1,4}\.\d{1,4}\.\d{1,4})(?![\d.])/.exec(text)?.[1];
}

export function versionOf(release: string): CoreDnsVersion {
  return new Release(release);
}

class Release implements CoreDnsVersion {
  /** It is asked of few releases, and at every query. */
  readonly #compared = new Map<string, boolean>();

  constructor(readonly text: string) {}

  atLeast(other: string): boolean {
    const known = this.#compared.get(other);
    if (known !== undefined) return known;
    const is = compareReleases(this.text, other) >= 0;
    this.#compared.set(other, is);
    return is;
  }
}

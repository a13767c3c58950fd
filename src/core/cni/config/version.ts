import { goQuote } from './go-json.js';

/** The versions of the CNI specification that libcni and the plugins know, oldest first. */
export const specVersions = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'] as const;

/** The newest that this libcni implements. */
export const currentVersion = '1.1.0';

/** A version text that cannot be compared, in libcni's words. */
export class VersionFault extends Error {}

/**
 * Whether `a` is the later version, part by part; parts that are missing are 0, and no text at all is 0.1.0.
 *
 * @throws VersionFault for more than three parts, or a part that is no number
 * Source: containernetworking/cni v1.3.1 pkg/version/plugin.go, ParseVersion and GreaterThan
 */
export function isLater(a: string, b: string): boolean {
  return compareVersions(a, b) > 0;
}

/** Below 0, 0 or above 0. @throws VersionFault */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  const i = left.findIndex((part, at) => part !== right[at]);
  return i < 0 ? 0 : (left[i] ?? 0) - (right[i] ?? 0);
}

const names = ['major', 'minor', 'micro'];

function partsOf(version: string): readonly number[] {
  if (version === '') return [0, 1, 0];
  const parts = version.split('.');
  if (parts.length >= 4) throw new VersionFault(`invalid version ${goQuote(version)}: too many parts`);
  return names.map((name, i) => {
    const part = parts[i];
    if (part === undefined) return 0;
    if (!/^[-+]?\d+$/.test(part)) throw new VersionFault(`failed to convert ${name} version part ${goQuote(part)}: strconv.Atoi: parsing ${goQuote(part)}: invalid syntax`);
    return Number(part);
  });
}

/** From `first` on. */
export function versionsFrom(first: (typeof specVersions)[number]): readonly string[] {
  return specVersions.slice(specVersions.indexOf(first));
}

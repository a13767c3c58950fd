import { compareReleases } from '../releases/release.js';

/** The release of CoreDNS in each of the node cache, from the one named on. Source: kubernetes/dns go.mod at each tag from 1.16.0 to 1.26.7. */
const builtWith: readonly (readonly [since: string, coredns: string])[] = [['1.16.0', '1.7.0'], ['1.20.0', '1.8.3'], ['1.21.0', '1.7.0'], ['1.22.14', '1.10.0'], ['1.24.0', '1.11.3'], ['1.26.5', '1.12.2'], ['1.26.6', '1.13.1']];

/** The plugins that are compiled in, each from the release named on. Source: kubernetes/dns cmd/node-cache/main.go at each tag from 1.15.0 to 1.26.7. */
const compiledIn: readonly (readonly [since: string, plugins: string])[] = [
  ['0.0.0', 'bind cache errors forward health log loop prometheus reload'],
  ['1.15.6', 'debug'],
  ['1.15.8', 'pprof'],
  ['1.15.10', 'loadbalance whoami'],
  ['1.15.13', 'template'],
  ['1.17.0', 'hosts rewrite trace'],
  ['1.21.3', 'dns64'],
  ['1.22.7', 'bufsize'],
];

/** The release of CoreDNS that a release of the node cache is; undefined where it is older than what is known. */
export function corednsOf(release: string): string | undefined {
  return builtWith.findLast(([since]) => compareReleases(since, release) <= 0)?.[1];
}

/** The plugins that a release of the node cache has. */
export function pluginsOf(release: string): ReadonlySet<string> {
  return new Set(compiledIn.filter(([since]) => compareReleases(since, release) <= 0).flatMap(([, plugins]) => plugins.split(' ')));
}

/** Of which the behaviour is taken where the image does not tell. */
export const newestNodeCache = '1.26.7';

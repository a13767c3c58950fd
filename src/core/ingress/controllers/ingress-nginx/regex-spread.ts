import type { RuleRef } from '../../answer.js';
import type { RunLocation, RunServer } from './data-plane.js';
import { PlainLocations } from './nginx/location-set.js';
import { toBytes } from './nginx/bytes.js';
import { needsRewrite, splitLocations } from './model/split-locations.js';
import type { NginxRun } from './run.js';

/** A request that goes elsewhere because another Ingress makes the paths of a host regular expressions. */
export interface RegexSpread {
  readonly hostname: string;
  /** `namespace/name` of the Ingresses that ask for regular expressions. */
  readonly causes: readonly string[];
  readonly path: string;
  /** The rule that takes it, of an Ingress that did not ask for regular expressions. */
  readonly taken: RuleRef;
  /** The rule that would take it without them. */
  readonly meant: RuleRef;
}

/** At most one for each host: paths that begin with the text of a rule, and that another rule was written for. */
export function regexSpreads({ plane }: NginxRun): RegexSpread[] {
  return plane.servers.flatMap((server) => spreadOf(server) ?? []);
}

function spreadOf(server: RunServer): RegexSpread | undefined {
  if (!server.isRegex) return undefined;
  const plain = server.locations.filter((each) => !asksForRegex(each));
  const causes = [...new Set(server.locations.filter(asksForRegex).flatMap(({ location }) => (location.rule === undefined ? [] : [location.rule.name])))];
  const without = new PlainLocations(splitLocations(plain.map(({ location }) => location)).map((location) => ({ location, path: toBytes(location.path), isExact: location.pathType === 'Exact', redirectsSlash: true })));
  for (const { location, path } of plain) {
    if (location.rule === undefined || path === '/') continue;
    for (const asked of [`${path.replace(/\/$/, '')}/below`, `${path.replace(/\/$/, '')}-more`, path.replace(/\/$/, '').toUpperCase()]) {
      const taken = server.find(asked)?.location.location;
      const meant = without.find(asked)?.location.location;
      if (taken?.rule === undefined || meant?.rule === undefined || taken.backend === meant.backend || causes.includes(taken.rule.name)) continue;
      return { hostname: server.server.hostname, causes, path: asked, taken: taken.rule, meant: meant.rule };
    }
  }
  return undefined;
}

function asksForRegex({ location }: RunLocation): boolean {
  return needsRewrite(location) || location.annotations.rewrite.useRegex;
}

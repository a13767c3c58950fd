import { catchAll, defaultUpstream, type Location, type LostRule, type ParsedIngress, type Server, type Upstream } from './configuration.js';
import { defaultRule, servicePaths, upstreamName, writtenBackend, type WrittenBackend } from './rules.js';
import type { RuleRef } from '../../../answer.js';

export interface CanaryParts {
  readonly upstreams: Map<string, Upstream>;
  readonly servers: ReadonlyMap<string, Server>;
  readonly lost: LostRule[];
}

/**
 * Puts the upstream of each path of a canary beside that of the location with the same path and type. One path without such a location deletes the upstream, also for the other paths.
 *
 * Source: internal/ingress/controller/controller.go, mergeAlternativeBackends, canMergeBackend, mergeAlternativeBackend, controller-v1.15.1
 */
export function mergeCanary(canary: ParsedIngress, parts: CanaryParts): void {
  const { ingress } = canary;
  const { namespace } = ingress.metadata;
  const service = ingress.spec.defaultBackend?.service;
  if (service !== undefined) {
    merge({ canary, name: upstreamName(namespace, service), backend: writtenBackend(ingress, service), rule: defaultRule(ingress), hostname: catchAll, isMine: () => true }, parts);
  }
  for (const { hostname, path, pathType, service: named, backend, rule } of servicePaths(ingress)) {
    const isMine = (location: Location) => location.path === path && location.pathType === pathType;
    merge({ canary, name: upstreamName(namespace, named), backend, rule, hostname, isMine }, parts);
  }
}

interface Merge {
  readonly canary: ParsedIngress;
  readonly name: string;
  readonly backend: WrittenBackend;
  readonly rule: RuleRef;
  readonly hostname: string;
  readonly isMine: (location: Location) => boolean;
}

function merge({ canary, name, backend, rule, hostname, isMine }: Merge, { upstreams, servers, lost }: CanaryParts): void {
  const lose = (reason: string, by?: RuleRef) => lost.push({ rule, backend, hostname, by, reason, isDuplicate: false, isCanary: true });
  const alternative = upstreams.get(name);
  if (alternative === undefined) {
    lose('another path of a canary without a main location deleted the upstream of this Service and port');
    return;
  }
  const server = servers.get(hostname);
  if (server === undefined) {
    lose(`no other Ingress has the host ${hostname}`);
    return;
  }
  let by: RuleRef | undefined;
  for (const location of server.locations) {
    const primary = upstreams.get(location.backend);
    if (primary === undefined) continue;
    if (primary.name === name) {
      lose('its Service and port are those of a main location of this host already', location.rule);
      return;
    }
    if (primary.name === defaultUpstream || primary.noServer || !isMine(location)) continue;
    if (!primary.alternatives.includes(name)) {
      if (canary.annotations.affinityCanaryBehavior !== 'legacy') alternative.affinityCookie = primary.affinityCookie;
      primary.alternatives.push(name);
    }
    by ??= location.rule;
    if (primary.alternatives[0] !== name) lose('nginx asks only the first canary of a Service, and this one came later', location.rule);
    else lost.push({ rule, backend, hostname, by: location.rule, reason: '', isDuplicate: false, isCanary: true });
  }
  if (by !== undefined) return;
  upstreams.delete(name);
  lose('no other Ingress has a location with this host, path and type that leads to a Service: the controller deletes its upstream');
}

import { labelsOf } from '../name.js';

/** What of a cluster a name means. '' stands for what it does not say. */
export interface NamedThing {
  readonly kind: 'svc' | 'pod';
  readonly namespace: string;
  /** Or the name of a pod. */
  readonly service: string;
  readonly endpoint: string;
  readonly port: string;
  readonly protocol: string;
  /** Of a name for the endpoints of one topology zone. */
  readonly zone: string;
  /** Such a name means all endpoints where that zone has none. */
  readonly prefersZone: boolean;
}

/** `apex`: the zone itself, or `svc` or `pod` alone: it exists and has no data. `invalid`: no such name. */
export type ParsedName = NamedThing | 'apex' | 'invalid';

/**
 * Takes a name apart, from the right.
 *
 *     topozone.pin._zone.service.namespace.svc.<zone>
 *        _port._protocol.service.namespace.svc.<zone>
 *               endpoint.service.namespace.svc.<zone>
 *                        service.namespace.svc.<zone>
 *                       10-0-0-1.namespace.pod.<zone>
 *
 * Source: coredns 1.14.7 plugin/kubernetes/parse.go parseRequest.
 *
 * @param name fully qualified, lower case, at or below `zone`
 */
export function parseName(name: string, zone: string, isZonal: boolean): ParsedName {
  const below = zone === '.' ? name : name.slice(0, name.length - zone.length);
  if (below === '' || below === '.' || below === 'svc.' || below === 'pod.') return 'apex';
  const labels = labelsOf(below);
  const kind = labels.pop();
  if (kind !== 'svc' && kind !== 'pod') return 'invalid';
  const namespace = labels.pop() ?? '';
  const service = labels.pop() ?? '';
  const [first = '', second = ''] = labels;
  const hasPort = labels.length === 2;
  const thing: NamedThing = {
    kind, namespace, service, endpoint: labels.length === 1 ? first : '', port: hasPort ? withoutUnderscore(first) : '', protocol: hasPort ? withoutUnderscore(second) : '', zone: '', prefersZone: false,
  };
  if (labels.length < 3) return thing;
  const [directive, anchor] = labels.slice(-2);
  if (!isZonal || anchor !== '_zone' || kind !== 'svc' || (directive !== 'pin' && directive !== 'prefer')) return 'invalid';
  return { ...thing, zone: labels.slice(0, -2).join('.'), prefersZone: directive === 'prefer' };
}

function withoutUnderscore(label: string): string {
  return label.startsWith('_') ? label.slice(1) : label;
}

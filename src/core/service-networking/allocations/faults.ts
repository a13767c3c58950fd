import { enumerate, formatRef, type Evidence, type ObjectRef } from '../../analysis/index.js';
import { refOf, type ClusterView } from '../../cluster/index.js';
import { contains, lastOf } from '../../ip/index.js';
import { networkOf, type ServiceRange } from '../ranges/service-ranges.js';
import type { NodePortRange } from './node-ports.js';
import { recordedAddresses, type UsedAddress, type UsedPort } from './used.js';

/** One ClusterIP or node port that several Services have. */
export interface Clash {
  readonly kind: 'cluster-ip' | 'node-port';
  readonly value: string;
  readonly users: readonly ObjectRef[];
  readonly detail: string;
  readonly evidence: readonly Evidence[];
}

/** A ClusterIP or node port that is of no range. */
export interface Outside {
  readonly kind: 'cluster-ip' | 'node-port';
  readonly value: string;
  readonly service: ObjectRef;
  readonly detail: string;
  readonly evidence: readonly Evidence[];
}

/** A record of a ClusterIP that does not fit the Services. */
export interface RecordFault {
  readonly kind: 'no-service' | 'other-address' | 'no-record';
  readonly address: string;
  readonly object: ObjectRef;
  readonly detail: string;
}

export function clashingAddresses(used: readonly UsedAddress[]): Clash[] {
  return [...groupBy(used, ({ text }) => text)].flatMap(([value, holders]) => {
    const users = distinct(holders.map(({ holder }) => holder));
    if (users.length < 2) return [];
    const evidence = holders.map(({ holder, field, text }) => ({ ...holder, field, value: text }));
    return [{ kind: 'cluster-ip' as const, value, users, detail: `${value} is the ClusterIP of ${enumerate(users.map(formatRef), 4)}: of a port that both have, one Service’s rules win.`, evidence }];
  });
}

/**
 * The API server gives a number to one Service, whatever the protocol; within it ports of different protocols may share one. So two Services with one number are left over from elsewhere, as of a restored backup.
 * Source: kubernetes v1.37.2 pkg/registry/core/service/storage/alloc.go, initNodePorts; portallocator/allocator.go, Allocate.
 */
export function clashingPorts(used: readonly UsedPort[]): Clash[] {
  return [...groupBy(used, ({ port }) => `${port}`)].flatMap(([value, holders]) => {
    const users = distinct(holders.map(({ service }) => service));
    const twiceInOne = holders.some((a, i) => holders.some((b, j) => j > i && a.protocol === b.protocol && formatRef(a.service) === formatRef(b.service)));
    if (users.length < 2 && !twiceInOne) return [];
    const sameProtocol = holders.some((a, i) => holders.some((b, j) => j > i && a.protocol === b.protocol));
    const consequence = sameProtocol ? 'the rules of one of them win' : 'they differ in protocol, so that both work, but the API server would give the number to one';
    return [{ kind: 'node-port' as const, value, users, detail: `Node port ${value} is of ${enumerate(users.map(formatRef), 4)}${users.length < 2 ? ' twice' : ''}: ${consequence}.`, evidence: holders.map(({ service, field, port }) => ({ ...service, field, value: port })) }];
  });
}

/** ClusterIPs that are in no range in force of their family, or are an address of it that is never given out. Ranges that are only inferred accuse nobody. */
export function outsideAddresses(ranges: readonly ServiceRange[], used: readonly UsedAddress[]): Outside[] {
  const inForce = ranges.filter(({ isInForce, source }) => isInForce && source !== 'inferred').flatMap((range) => (networkOf(range) === undefined ? [] : [{ cidr: range.cidr, network: networkOf(range)! }]));
  return used.flatMap(({ text, address, holder, field }) => {
    const ofFamily = inForce.filter(({ network }) => network.first.family === address.family);
    if (ofFamily.length === 0) return [];
    const home = ofFamily.filter(({ network }) => contains(network, address));
    const isReserved = home.length > 0 && home.every(({ network }) => address.value === network.first.value || (address.family === 4 && address.value === lastOf(network).value));
    if (home.length > 0 && !isReserved) return [];
    const where = enumerate(ofFamily.map(({ cidr }) => cidr), 3);
    const detail = isReserved ? `${text} is the first or last address of ${where}, which is never given out.` : `${text} is not in ${where}: a leftover of another range. Another Service can be given it, or a pod or host may have it.`;
    return [{ kind: 'cluster-ip' as const, value: text, service: holder, detail, evidence: [{ ...holder, field, value: text }] }];
  });
}

/** Node ports outside a range that is stated; the default accuses nobody, as the range may be another. */
export function outsidePorts({ first, last, source }: NodePortRange, used: readonly UsedPort[]): Outside[] {
  if (source === 'default') return [];
  return used.filter(({ port }) => port < first || port > last).map(({ port, service, field }) => ({ kind: 'node-port' as const, value: `${port}`, service, detail: `Node port ${port} is not in ${first}-${last}: a leftover of another range, which no API server guards any more.`, evidence: [{ ...service, field, value: port }] }));
}

/** Where the API server keeps ClusterIPs as IPAddress objects: records that no Service has, and Services without a record. */
export function recordFaults(view: ClusterView, used: readonly UsedAddress[]): RecordFault[] {
  if (!view.covers('IPAddress') || !view.covers('Service') || view.objects('IPAddress').length === 0) return [];
  const holders = groupBy(used, ({ text }) => text);
  const recorded = recordedAddresses(view);
  const wrong = recorded.flatMap(({ address: { text, holder }, parent }): RecordFault[] => {
    const service = parent && view.get('Service', parent.namespace ?? '', parent.name);
    if (service === undefined) return [{ kind: 'no-service', address: text, object: holder, detail: `${text} is kept for ${parent === undefined ? 'nobody' : formatRef(parent)}, and there is no such Service: kube-controller-manager or the API server frees it later.` }];
    if (holders.get(text)?.some((each) => formatRef(each.holder) === formatRef(refOf(service))) === true) return [];
    return [{ kind: 'other-address', address: text, object: holder, detail: `${text} is kept for ${formatRef(refOf(service))}, which has ${enumerate(service.spec.clusterIPs ?? ['none'], 2)}.` }];
  });
  const names = new Set(recorded.map(({ address: { text } }) => text));
  const missing = used.filter(({ text }) => !names.has(text)).map(({ text, holder }): RecordFault => ({ kind: 'no-record', address: text, object: holder, detail: `${text} of ${formatRef(holder)} is kept by no IPAddress: until the API server repairs it, another Service can be given the address.` }));
  return [...wrong, ...missing];
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

function distinct(refs: readonly ObjectRef[]): ObjectRef[] {
  return [...new Map(refs.map((ref) => [formatRef(ref), ref])).values()];
}

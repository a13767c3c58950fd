import { count, enumerate, Journal, type Answer } from '../../analysis/index.js';
import { minorOf, type ClusterView } from '../../cluster/index.js';
import { capped, type Capped } from '../../cni/index.js';
import { serviceRanges, networkOf, type ServiceRange } from '../ranges/service-ranges.js';
import { clusterIPRanges, type ClusterIPRange } from './cluster-ips.js';
import { clashingAddresses, clashingPorts, outsideAddresses, outsidePorts, recordFaults, type Clash, type Outside, type RecordFault } from './faults.js';
import { nodePortRange, type NodePortRange } from './node-ports.js';
import { usedAddresses, usedPorts } from './used.js';

/** `counted`: a range of the Services is stated. `insufficient-information`: none is, so that only what is used can be told; see `missing`. */
export type AllocationsOutcome = 'counted' | 'insufficient-information';

/** Which ClusterIPs and node ports are given out, and what is wrong with them. */
export interface AllocationsAnswer extends Answer {
  readonly outcome: AllocationsOutcome;
  readonly clusterIPs: readonly ClusterIPRange[];
  readonly nodePorts: NodePortRange;
  readonly clashes: Capped<Clash>;
  readonly outside: Capped<Outside>;
  readonly records: Capped<RecordFault>;
  readonly missing: readonly string[];
}

/** Counts the ClusterIPs and node ports that are given out, by range and band, as the allocators of the API server keep them. */
export function allocationsOf(view: ClusterView): AllocationsAnswer {
  const journal = new Journal();
  const minor = minorOf(view.state.kubernetesVersion);
  const ranges = serviceRanges(view);
  const addresses = usedAddresses(view);
  const ports = usedPorts(view);
  const clusterIPs = clusterIPRanges(view, ranges, addresses, minor);
  const nodePorts = nodePortRange(view, ports, minor);
  for (const { cidr, source, allocator, used, capacity, evidence } of clusterIPs) journal.step('kube-apiserver', 'gives out ClusterIPs', `of ${cidr} (${source}), as ${allocator === 'bitmap' ? 'bits of a map' : 'IPAddress objects'}: ${used} of ${capacity}`, evidence);
  journal.step('kube-apiserver', 'gives out node ports', `of ${nodePorts.first}-${nodePorts.last} (${nodePorts.source}): ${nodePorts.used} of ${nodePorts.capacity}`, nodePorts.evidence);
  const missing = missingOf(view, ranges, minor);
  for (const each of [...missing, ...warningsOf(ranges, nodePorts)]) journal.warn(each);
  const answer: Omit<AllocationsAnswer, keyof Answer> = {
    outcome: clusterIPs.some(({ source }) => source !== 'inferred') ? 'counted' : 'insufficient-information',
    clusterIPs,
    nodePorts,
    clashes: capped([...clashingAddresses(addresses), ...clashingPorts(ports)]),
    outside: capped([...outsideAddresses(ranges, addresses), ...outsidePorts(nodePorts, ports)]),
    records: capped(recordFaults(view, addresses)),
    missing,
  };
  return { ...answer, summary: summarise(answer), steps: journal.steps, warnings: journal.warnings };
}

function missingOf(view: ClusterView, ranges: readonly ServiceRange[], minor: number | undefined): string[] {
  return [
    ...(ranges.some(({ isInForce, source }) => isInForce && source !== 'inferred') ? [] : ['No object states the range of the Services: what is free is not known.']),
    ...(view.covers('Service') ? [] : ['The snapshot does not hold all Services: more may be in use.']),
    ...(minor === undefined ? ['The version of Kubernetes is not known: the bands are those of the newest.'] : []),
  ];
}

function warningsOf(ranges: readonly ServiceRange[], { source }: NodePortRange): string[] {
  const inferred = ranges.filter((range) => range.isInForce && range.source === 'inferred').map(({ cidr }) => cidr);
  const tooLarge = ranges.filter((range) => range.isInForce && range.ipFamily === 'IPv6' && (networkOf(range)?.prefixLength ?? 128) < 64).map(({ cidr }) => cidr);
  return [
    ...(inferred.length === 0 ? [] : [`${enumerate(inferred)} was inferred from the ClusterIPs in use, and may be larger.`]),
    // Source: kubernetes v1.37.2 pkg/registry/core/service/ipallocator/ipallocator.go, NewIPAllocator.
    ...(tooLarge.length === 0 ? [] : [`${enumerate(tooLarge)} is larger than a /64: the API server makes no allocator for it.`]),
    ...(source === 'default' ? ['No object states the range of node ports: that of kube-apiserver’s default was taken.'] : []),
  ];
}

function summarise({ clusterIPs, nodePorts, clashes, outside }: Omit<AllocationsAnswer, keyof Answer>): string {
  const addresses = clusterIPs.map(({ cidr, used, capacity, source }) => (source === 'inferred' ? `${used} ClusterIPs in use in ${cidr} (inferred)` : `${used} of ${capacity} ClusterIPs of ${cidr} in use`));
  const ports = `${nodePorts.used} of ${nodePorts.capacity} node ports`;
  const faults = [
    ...(clashes.total === 0 ? [] : [count(clashes.total, 'clash', 'clashes')]),
    ...(outside.total === 0 ? [] : [`${outside.total} outside ${outside.total === 1 ? 'its range' : 'their range'}`]),
  ];
  const worst = clashes.items[0]?.detail ?? outside.items[0]?.detail;
  return `${addresses.length === 0 ? 'The range of the Services is not known' : enumerate(addresses)}, ${ports}.${faults.length === 0 ? '' : ` ${enumerate(faults)}: ${worst}`}`;
}

import type { Evidence } from '../../analysis/index.js';
import { controlPlaneFlag, type ClusterView } from '../../cluster/index.js';
import { share } from '../../cni/index.js';
import { kubeadmArgument } from '../ranges/service-ranges.js';
import { bandsOf, offsetOf, useOf, type BandUse } from './band.js';
import type { UsedPort } from './used.js';

/** The range of node ports, and what of it is used. */
export interface NodePortRange {
  readonly first: number;
  readonly last: number;
  /** `default`: no object states another. */
  readonly source: 'apiserver-flag' | 'kubeadm-config' | 'default';
  readonly capacity: number;
  readonly used: number;
  readonly free: number;
  readonly utilisation: number | null;
  readonly static: BandUse | null;
  readonly dynamic: BandUse | null;
  readonly evidence: readonly Evidence[];
}

/** The first minor version that keeps two bands. */
const bandsSince = 28;

/** Source: kubernetes v1.37.2 pkg/kubeapiserver/options/options.go, DefaultServiceNodePortRange; pkg/registry/core/service/portallocator/allocator.go. */
export function nodePortRange(view: ClusterView, used: readonly UsedPort[], minor: number | undefined): NodePortRange {
  const { first, last, source, evidence } = stated(view) ?? { first: 30_000, last: 32_767, source: 'default' as const, evidence: [] };
  const size = last - first + 1;
  const bands = bandsOf(BigInt(first), BigInt(last), minor !== undefined && minor < bandsSince ? 0n : offsetOf(BigInt(size), { least: 16n, step: 32n, most: 128n }));
  const values = [...new Set(used.map(({ port }) => port))].filter((port) => port >= first && port <= last).sort((a, b) => a - b).map(BigInt);
  const print = (value: bigint) => value.toString();
  return {
    first,
    last,
    source,
    capacity: size,
    used: values.length,
    free: size - values.length,
    utilisation: share(BigInt(values.length), BigInt(size)),
    static: bands.static === undefined ? null : useOf(bands.static, values, print),
    dynamic: bands.dynamic === undefined ? null : useOf(bands.dynamic, values, print),
    evidence,
  };
}

function stated(view: ClusterView): Pick<NodePortRange, 'first' | 'last' | 'source' | 'evidence'> | undefined {
  const flag = controlPlaneFlag(view, /^kube-apiserver/, 'service-node-port-range');
  const argument = flag ?? kubeadmArgument(view, 'service-node-port-range');
  const range = argument && readPortRange(argument.value);
  return argument === undefined || range === undefined ? undefined : { ...range, source: flag === undefined ? 'kubeadm-config' : 'apiserver-flag', evidence: [argument.evidence] };
}

/** Reads `30000-32767`, `30000+2767` or `30000`; undefined for what kube-apiserver would refuse. Source: k8s.io/apimachinery v0.37.2 pkg/util/net/port_range.go, Set. */
export function readPortRange(text: string): { first: number; last: number } | undefined {
  const [, low, sign, high] = /^(\d{1,5})(?:([-+])(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (low === undefined) return undefined;
  const first = Number(low);
  const last = high === undefined ? first : sign === '+' ? first + Number(high) : Number(high);
  return last > 65_535 || last < first ? undefined : { first, last };
}

import { InputError } from '../errors.js';
import { subtract } from './block-set.js';
import { containsBlock, formatCidr, parseCidr, type Cidr } from './cidr.js';
import { firstFree } from './free.js';
import { bitLength } from './range.js';

/** What a cluster to come needs, in one family. */
export interface ClusterNeeds {
  /** At least 1. */
  readonly nodes: number;
  readonly podsPerNode: number;
  readonly services: number;
}

/** The ranges of one family: disjoint, and in nothing that is to be avoided. */
export interface ClusterRanges {
  readonly pods: Cidr;
  /** The length of each node's part of `pods`. */
  readonly nodeMaskSize: number;
  readonly services: Cidr;
  readonly nodes: Cidr;
}

/** Where ranges are looked for where the caller says nothing: the private blocks of RFC 1918, the largest first. */
export const privateBlocks: readonly Cidr[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(parseCidr);

/** Docker's first bridge on every node that has Docker, unless it was told otherwise. Source: moby daemon, libnetwork/ipamutils. */
export const dockerBridge = parseCidr('172.17.0.0/16');

/** Of a node's IPv4 block, host-local gives no pod the first address, the last, nor the one of the bridge. Source: containernetworking/plugins plugins/ipam/host-local. */
export const heldBackPerNode = 3;

/** kube-controller-manager refuses an IPv6 range of more node blocks. Source: kubernetes pkg/controller/nodeipam/ipam/cidrset, clusterSubnetMaxDiff. */
const mostNodeBits = 16;

/** kube-apiserver refuses a larger range of services. Source: kubernetes cmd/kube-apiserver/app/options/validation.go, maxCIDRBits. */
const mostServiceBits = 20;

/**
 * How long the prefixes of one family's ranges must be.
 *
 * @throws InputError `invalid-request` pointing at the need that no cluster can have
 */
export function sizesFor({ nodes, podsPerNode, services }: ClusterNeeds, family: 4 | 6): { readonly nodeMaskSize: number; readonly pods: number; readonly services: number; readonly nodes: number } {
  const nodeBits = bitLength(BigInt(nodes) - 1n);
  if (family === 6 && nodeBits > mostNodeBits) throw need('/nodes', `kube-controller-manager gives an IPv6 cluster at most 2^${mostNodeBits} node blocks; ${nodes} nodes need 2^${nodeBits}`);
  const serviceBits = bitLength(BigInt(services) + 1n);
  if (serviceBits > mostServiceBits) throw need('/services', `kube-apiserver takes at most 2^${mostServiceBits} addresses for Services; ${services} need 2^${serviceBits}`);
  if (family === 6) return { nodeMaskSize: 64, pods: 64 - nodeBits, services: 128 - Math.max(serviceBits, 16), nodes: 64 };
  const podBits = bitLength(BigInt(Math.max(2 * podsPerNode, podsPerNode + heldBackPerNode)) - 1n);
  const pods = 32 - podBits - nodeBits;
  if (pods < 0) throw need('/podsPerNode', `2^${nodeBits} nodes with 2^${podBits} pod addresses each are more than IPv4 has`);
  return { nodeMaskSize: 32 - podBits, pods, services: 32 - serviceBits, nodes: 32 - bitLength(BigInt(nodes) + 2n) };
}

/**
 * The first places in `within` for the ranges, the largest first.
 *
 * @throws InputError `invalid-request` pointing at `/within` where one has no place
 */
export function placeRanges(needs: ClusterNeeds, family: 4 | 6, within: readonly Cidr[], avoid: readonly Cidr[]): ClusterRanges {
  const sizes = sizesFor(needs, family);
  const taken = [...avoid];
  const place = (what: string, prefixLength: number): Cidr => {
    const free = subtract(within.filter(({ first }) => first.family === family), taken);
    const [home] = within.flatMap((block) => firstFree(free.filter((each) => containsBlock(block, each)), prefixLength) ?? []);
    if (home === undefined) throw need('/within', `no /${prefixLength} for ${what} is left in ${within.map(formatCidr).join(', ')} beside what is taken`);
    taken.push(home);
    return home;
  };
  const wanted = [
    { what: 'pods', prefixLength: sizes.pods },
    { what: 'services', prefixLength: sizes.services },
    { what: 'nodes', prefixLength: sizes.nodes },
  ].sort((a, b) => a.prefixLength - b.prefixLength);
  const homes = Object.fromEntries(wanted.map(({ what, prefixLength }) => [what, place(what, prefixLength)])) as Record<'pods' | 'services' | 'nodes', Cidr>;
  return { ...homes, nodeMaskSize: sizes.nodeMaskSize };
}

function need(pointer: string, detail: string): InputError {
  return new InputError('invalid-request', detail, [{ pointer, detail }]);
}

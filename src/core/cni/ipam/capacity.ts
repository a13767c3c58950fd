import { bitsOf, type Cidr } from '../../ip/index.js';

/** How many pods a piece of a range can give an address to, by the program that gives them out. */
export interface CapacityRule {
  readonly text: string;
  capacity(cidr: Cidr): bigint;
}

/** Source: containernetworking plugins plugins/ipam/host-local/backend/allocator/range.go v1.1.1, Canonicalize. */
export const hostLocal: CapacityRule = {
  text: 'host-local: all but the network address, the gateway and, of IPv4, the broadcast address; none of a prefix longer than 30 or 126 (containernetworking plugins plugins/ipam/host-local/backend/allocator/range.go v1.1.1)',
  capacity({ first: { family }, prefixLength }) {
    const hostBits = bitsOf(family) - prefixLength;
    if (hostBits < 2) return 0n;
    return (1n << BigInt(hostBits)) - (family === 4 ? 3n : 2n);
  },
};

/**
 * Of each family's piece the agent takes an address for itself, and one for the endpoint that checks its health, unless that is switched off. A large piece of IPv6 is not used whole.
 * Source: cilium pkg/ipam/service/ipallocator/allocator.go v1.16.5, NewCIDRRange and RangeSize; daemon/cmd/ipam.go, allocateRouterIPs and allocateHealthIPs.
 */
export function ciliumHostScope(checksHealth: boolean): CapacityRule {
  const own = checksHealth ? 2n : 1n;
  return {
    text: `Cilium: all but the first and the last address, ${checksHealth ? 'the router’s and the health endpoint’s' : 'and the router’s'}; of IPv6 at most 65536 (cilium pkg/ipam/service/ipallocator/allocator.go v1.16.5)`,
    capacity({ first: { family }, prefixLength }) {
      const hostBits = bitsOf(family) - prefixLength;
      const size = family === 6 && hostBits >= 16 ? 65_536n : 1n << BigInt(hostBits);
      return size - 2n - own > 0n ? size - 2n - own : 0n;
    },
  };
}

/** Every address of a block is given out. Source: calico libcalico-go/lib/ipam/ipam_block.go v3.26.3, newBlock. */
export const calicoBlocks: CapacityRule = {
  text: 'Calico: every address of a block (calico libcalico-go/lib/ipam/ipam_block.go v3.26.3)',
  capacity: ({ first: { family }, prefixLength }) => 1n << BigInt(bitsOf(family) - prefixLength),
};

/** Source: weave net/address/address.go v2.8.1, HostRange, which ipam/allocate.go allocates within; prog/weave-kube/launch.sh exposes the bridge of each peer, which takes one more. */
export const weaveRange: CapacityRule = {
  text: 'Weave Net: all but the first and the last address; the bridge of each node has one of them (weave net/address/address.go v2.8.1)',
  capacity({ first: { family }, prefixLength }) {
    const size = 1n << BigInt(bitsOf(family) - prefixLength);
    return size > 2n ? size - 2n : 0n;
  },
};

/**
 * The first and the second address of a node are the router's and the management port's. A large piece of IPv6 is not used whole.
 * Source: ovn-kubernetes 6c366bb4 go-controller/pkg/allocator/ip/allocator.go, NewAllocatorCIDRRange; go-controller/pkg/ovn/logical_switch_manager/logical_switch_manager.go, AddOrUpdateSwitch.
 */
export const ovnSwitch: CapacityRule = {
  text: 'OVN-Kubernetes: all but the network, the router’s, the management port’s and, of IPv4, the broadcast address; of IPv6 at most 65536 (ovn-kubernetes go-controller/pkg/allocator/ip/allocator.go 6c366bb4)',
  capacity({ first: { family }, prefixLength }) {
    const whole = 1n << BigInt(bitsOf(family) - prefixLength);
    const size = family === 6 && whole > 65_536n ? 65_536n : whole;
    const held = family === 4 ? 4n : 3n;
    return size > held ? size - held : 0n;
  },
};

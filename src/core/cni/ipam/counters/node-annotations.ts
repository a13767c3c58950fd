import type { ClusterView, Node } from '../../../cluster/index.js';
import { hostLocal, ovnSwitch } from '../capacity.js';
import { cidrOf } from '../cidr-text.js';
import type { Counter } from '../counter.js';
import { countPieces } from '../pieces.js';

/** OVN-Kubernetes writes the range of a node into its annotation; OpenShift SDN keeps it in HostSubnets, which no snapshot holds. */
export const nodeAnnotations: Counter = {
  addressing: 'node-annotations',
  *count({ view, plugin, ranges }) {
    const isOvn = plugin.name === 'ovn-kubernetes';
    const given = view.objects('Node').flatMap((node) =>
      (isOvn ? subnetsOf(node) : []).flatMap((text) => {
        const cidr = cidrOf(text);
        return cidr === undefined ? [] : [[node.metadata.name, cidr] as const];
      }),
    );
    const pools = ranges.filter((range) => range.plugin === plugin.name).map(({ cidr, source, nodePrefixLength }) => ({ cidr, source, nodePrefixLength }));
    const counted = yield* countPieces({ pools, given, rule: isOvn ? ovnSwitch : hostLocal, isBound: isOvn, warnings: [] }, view);
    if (given.length > 0) return counted;
    return { ...counted, pools: counted.pools.map((pool) => ({ ...pool, blocksUsed: null, nodesAddable: null })), warnings: [unknownPieces(view)] };
  },
};

function unknownPieces(view: ClusterView): string {
  return view.objects('Node').length === 0 ? 'The snapshot does not hold the Nodes.' : 'No Node tells its range: which pieces are given is not known.';
}

/** Source: ovn-kubernetes go-controller/pkg/util/subnet_annotations.go 6c366bb4: `{"default": "10.244.0.0/24"}`, or a list of two families. */
function subnetsOf({ metadata }: Node): string[] {
  try {
    const written = JSON.parse(metadata.annotations?.['k8s.ovn.org/node-subnets'] ?? '{}') as { readonly default?: unknown } | null;
    return [written?.default].flat().filter((each): each is string => typeof each === 'string');
  } catch {
    return [];
  }
}

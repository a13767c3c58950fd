import { refOf, type CiliumNode, type ClusterView } from '../../../cluster/index.js';
import { isAddress } from '../../../ip/index.js';
import { ciliumHostScope } from '../capacity.js';
import { cidrOf } from '../cidr-text.js';
import type { Counter } from '../counter.js';
import { countPieces } from '../pieces.js';
import type { LeakedAddress } from '../usage.js';

/** Each CiliumNode tells which ranges the operator gave it. */
export const ciliumNodes: Counter = {
  addressing: 'cilium-nodes',
  *count({ view, plugin, ranges, ciliumNodes: nodes }) {
    const given = nodes.flatMap((node) => {
      const pools = node.spec.ipam?.pools?.allocated?.flatMap(({ cidrs }) => cidrs ?? []) ?? [];
      return [...(node.spec.ipam?.podCIDRs ?? []), ...pools].flatMap((text) => {
        const cidr = cidrOf(text);
        return cidr === undefined ? [] : [[node.metadata.name, cidr] as const];
      });
    });
    const pools = ranges.filter((range) => range.plugin === plugin.name).map(({ cidr, source, nodePrefixLength }) => ({ cidr, source, nodePrefixLength }));
    const health = view.objects('ConfigMap').find(({ metadata }) => metadata.name === 'cilium-config')?.data['enable-endpoint-health-checking'];
    const warnings = nodes.length > 0 && view.covers('CiliumNode') ? [] : ['The snapshot does not hold all CiliumNodes, which tell the range of each node.'];
    const counted = yield* countPieces({ pools, given, rule: ciliumHostScope(health !== 'false'), isBound: true, warnings }, view);
    const known = new Set(view.objects('Node').map(({ metadata }) => metadata.name));
    const orphans = view.covers('Node')
      ? nodes.filter(({ metadata }) => !known.has(metadata.name)).flatMap((node) => (node.spec.ipam?.podCIDRs ?? []).map((cidr): LeakedAddress => ({ address: cidr, owner: node.metadata.name, detail: `CiliumNode ${node.metadata.name} holds ${cidr}, and there is no such Node.`, evidence: [{ ...refOf(node), field: 'spec.ipam.podCIDRs', value: cidr }] })))
      : [];
    return { ...counted, leaks: [...orphans, ...leaksOf(view, nodes)] };
  },
};

/** Where a cloud gives addresses one by one, `status.ipam.used` tells to which pod each went. */
function leaksOf(view: ClusterView, nodes: readonly CiliumNode[]): LeakedAddress[] {
  if (!view.covers('Pod')) return [];
  return nodes.flatMap((node) =>
    Object.entries(node.status?.ipam?.used ?? {}).flatMap(([address, { owner }]) => {
      const [namespace, name, ...more] = owner?.split('/') ?? [];
      if (owner === undefined || name === undefined || namespace === undefined || more.length > 0 || !isAddress(address) || view.get('Pod', namespace, name) !== undefined) return [];
      return [{ address, owner, detail: `${address} is given to Pod ${owner}, and there is no such pod.`, evidence: [{ ...refOf(node), field: `status.ipam.used[${address}].owner`, value: owner }] }];
    }),
  );
}

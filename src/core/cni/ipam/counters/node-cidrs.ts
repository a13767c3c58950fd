import { flagValues, type ClusterView } from '../../../cluster/index.js';
import { ciliumHostScope, hostLocal } from '../capacity.js';
import { cidrOf } from '../cidr-text.js';
import type { Counter, Question } from '../counter.js';
import { countPieces, type PoolOfPieces } from '../pieces.js';

/** The range of each node is in its spec, where kube-controller-manager or the cloud writes it. */
export const nodeCidrs: Counter = {
  addressing: 'node-cidrs',
  *count(question) {
    const { view, plugin } = question;
    const given = view.objects('Node').flatMap((node) =>
      (node.spec?.podCIDRs ?? []).flatMap((text) => {
        const cidr = cidrOf(text);
        return cidr === undefined ? [] : [[node.metadata.name, cidr] as const];
      }),
    );
    const lengths = { 4: lengthOf(view, 4, given), 6: lengthOf(view, 6, given) };
    const pools = poolsOf(question).map((cidr): PoolOfPieces => ({ ...cidr, nodePrefixLength: lengths[cidr.cidr.includes(':') ? 6 : 4] }));
    const rule = plugin.name === 'cilium' ? ciliumHostScope(checksHealth(view)) : hostLocal;
    const without = view.objects('Node').filter(({ spec }) => (spec?.podCIDRs ?? []).length === 0).length;
    const warnings = [...(without > 0 ? [`Nodes without a range in spec.podCIDRs: ${without}.`] : []), ...(view.covers('Node') ? [] : ['The snapshot does not hold all Nodes: pieces that others have are not counted.'])];
    return yield* countPieces({ pools, given, rule, isBound: true, warnings }, view);
  },
};

/** The controller that cuts pieces goes first; the others only repeat what it was told. */
function poolsOf({ ranges, plugin }: Question): { cidr: string; source: string }[] {
  const bySource = (wanted: (range: (typeof ranges)[number]) => boolean) => ranges.filter((range) => wanted(range) && !range.isDefault).map(({ cidr, source }) => ({ cidr, source }));
  const choices = [bySource(({ source }) => source === 'controller-manager-flag'), bySource(({ source }) => source === 'kubeadm-config'), bySource((range) => range.plugin === plugin.name), bySource(({ source }) => source.startsWith('kube-proxy'))];
  return choices.find((choice) => choice.length > 0) ?? [];
}

/** What the nodes have, where it is one length; else what kube-controller-manager is told, or does untold: 24 and 64. Source: kubernetes cmd/kube-controller-manager/app/core.go v1.34, setNodeCIDRMaskSizes. */
function lengthOf(view: ClusterView, family: 4 | 6, given: readonly (readonly [string, { readonly first: { readonly family: 4 | 6 }; readonly prefixLength: number }])[]): number | null {
  const lengths = new Set(given.filter(([, { first }]) => first.family === family).map(([, { prefixLength }]) => prefixLength));
  const [only] = lengths;
  if (only !== undefined && lengths.size === 1) return only;
  const flags = flagValues(view, /^kube-controller-manager/, [`node-cidr-mask-size-ipv${family}`, 'node-cidr-mask-size']);
  if (flags === undefined) return null;
  const written = Number(flags[0] ?? flags[1]);
  return Number.isInteger(written) && written > 0 ? written : family === 4 ? 24 : 64;
}

function checksHealth(view: ClusterView): boolean {
  return view.objects('ConfigMap').find(({ metadata }) => metadata.name === 'cilium-config')?.data['enable-endpoint-health-checking'] !== 'false';
}

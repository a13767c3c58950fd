import { count, enumerate } from '../../../analysis/index.js';
import { detectCni } from '../../../cni/index.js';
import { refOf } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { certainPlugin, consultedBeside, isPolicyUnenforced } from './in-force.js';

export const policyNotEnforced: Rule = {
  id: 'policy-not-enforced',
  code: 'CNI-014',
  severity: 'warning',
  title: 'No one enforces the NetworkPolicies',
  checks:
    'There are NetworkPolicies, and neither the plugin that gives pods their interface nor any beside it enforces them. Quiet where the plugin is not certain, where a second one enforces policy (Calico, Cilium, kube-router, a manager of the cloud), ' +
    'and where it is not told whether one does.',
  why: 'Everything that the policies forbid is open.',
  fix: 'Add an engine: Canal for flannel, the network policy agent of the Amazon VPC CNI, kube-router with `--run-firewall` alone; or move to a plugin that has one.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/: without a controller that implements it, a NetworkPolicy has no effect',
  reads: ['DaemonSet', 'NetworkPolicy'],
  consults: consultedBeside('DaemonSet', 'IPAMBlock', 'CiliumNode'),
  *check(view) {
    const cni = detectCni(view);
    const plugin = certainPlugin(cni);
    const policies = view.objects('NetworkPolicy').filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    if (plugin === undefined || plugin.daemonSet === null || !isPolicyUnenforced(cni) || policies.length === 0) return;
    yield {
      subject: plugin.daemonSet,
      detail: `${plugin.title} enforces no policy, and nothing beside it does: without effect ${policies.length === 1 ? 'is' : 'are'} ${count(policies.length, 'NetworkPolicy', 'NetworkPolicies')} (${enumerate(policies.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`), 4)}).`,
      evidence: [plugin.daemonSet, ...policies.slice(0, 4).map(refOf)],
    };
  },
};

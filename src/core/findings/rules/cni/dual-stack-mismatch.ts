import { count, enumerate } from '../../../analysis/index.js';
import { refOf, type ClusterView } from '../../../cluster/index.js';
import { detectCni } from '../../../cni/index.js';
import type { Rule, Violation } from '../../rule.js';
import { certainPlugin, consultedBeside } from './in-force.js';

type Family = 'IPv4' | 'IPv6';

export const dualStackMismatch: Rule = {
  id: 'dual-stack-mismatch',
  code: 'CNI-013',
  severity: 'warning',
  title: 'Pods, Services and nodes are not of the same families',
  checks:
    'Services have a range of a family of which no running pod has an address; or nodes have ranges (`spec.podCIDRs`) of both families while others have one alone, and the plugin hands these out. Quiet where pods have both families and Services one, which is lawful; ' +
    'where no pod with an address of its own runs; about ranges that nobody has written; and where the snapshot does not hold all Pods.',
  why: 'A Service of both families has a ClusterIP that leads nowhere, and clients that try that one first wait or fail. Pods on a node with one range are not endpoints in the other family.',
  fix: 'Give the pods a range of the other family too (`--cluster-cidr` and the plugin), or take it from the Services (`--service-cluster-ip-range`); a node that was made before gets its second range when it is made anew.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/dual-stack/; kubernetes pkg/controller/endpointslice: a slice has addresses of one family, of the pods that have one',
  reads: ['DaemonSet', 'Node', 'Pod'],
  consults: consultedBeside('DaemonSet', 'Node', 'Pod', 'IPAMBlock', 'CiliumNode'),
  *check(view) {
    const cni = detectCni(view);
    const ofPods = familiesOfPods(view);
    for (const { cidr, source, isDefault, evidence } of ofPods.size === 0 ? [] : cni.serviceCIDRs) {
      const [subject] = evidence;
      if (isDefault || subject === undefined || ofPods.has(familyOf(cidr))) continue;
      const { kind, namespace, name } = subject;
      yield { subject: { kind, ...(namespace !== undefined && { namespace }), name }, detail: `Services have ${cidr} (${source}), and every running pod has ${[...ofPods].join()} alone.`, evidence };
    }
    if (certainPlugin(cni)?.addressing === 'node-cidrs') yield* lackingNodes(view);
  },
};

/** Nodes with one family where others have two. */
function* lackingNodes(view: ClusterView): Iterable<Violation> {
  const nodes = view.objects('Node').map((node) => ({ node, families: new Set((node.spec?.podCIDRs ?? []).map(familyOf)) }));
  const whole = nodes.filter(({ families }) => families.size === 2);
  const lacking = nodes.filter(({ families }) => families.size === 1);
  const [first] = lacking;
  if (whole.length === 0 || first === undefined) return;
  yield {
    subject: refOf(first.node),
    detail: `${count(whole.length, 'node')} ${whole.length === 1 ? 'has' : 'have'} ranges of both families, and ${lacking.length === 1 ? 'one has' : `${lacking.length} have`} one alone: ${enumerate(lacking.map(({ node, families }) => `${node.metadata.name} (${[...families].join()})`), 4)}.`,
    evidence: lacking.slice(0, 4).map(({ node }) => ({ ...refOf(node), field: 'spec.podCIDRs', value: node.spec?.podCIDRs })),
  };
}

/** Of the addresses that running pods have of their own. */
function familiesOfPods(view: ClusterView): Set<Family> {
  const found = new Set<Family>();
  for (const { spec, status } of view.objects('Pod')) {
    if (spec.hostNetwork === true || status?.phase !== 'Running') continue;
    for (const { ip } of status.podIPs ?? []) if (ip !== '' && ip !== status.hostIP) found.add(familyOf(ip));
    if (found.size === 2) break;
  }
  return found;
}

function familyOf(text: string): Family {
  return text.includes(':') ? 'IPv6' : 'IPv4';
}

import { enumerate, type ObjectRef } from '../../../analysis/index.js';
import type { ClusterView } from '../../../cluster/index.js';
import { detectCni, type DetectedPlugin } from '../../../cni/index.js';
import { readingsOf, type NodeReadout } from '../../node-readouts.js';
import type { Rule, Violation } from '../../rule.js';
import { certainPlugin, consultedBeside } from './in-force.js';

/** The programs by which a plugin is called, and the file that its agent writes. */
const known: Readonly<Record<string, { readonly programs: readonly string[]; readonly file: string }>> = {
  antrea: { programs: ['antrea'], file: '10-antrea.conflist' },
  'aws-vpc-cni': { programs: ['aws-cni'], file: '10-aws.conflist' },
  'azure-cni': { programs: ['azure-vnet', 'azure-ipam'], file: '10-azure.conflist' },
  calico: { programs: ['calico', 'calico-ipam'], file: '10-calico.conflist' },
  canal: { programs: ['calico', 'flannel'], file: '10-canal.conflist' },
  cilium: { programs: ['cilium-cni'], file: '05-cilium.conflist' },
  flannel: { programs: ['flannel'], file: '10-flannel.conflist' },
  'openshift-sdn': { programs: ['openshift-sdn'], file: '80-openshift-network.conf' },
  'ovn-kubernetes': { programs: ['ovn-k8s-cni-overlay'], file: '10-ovn-kubernetes.conf' },
  'weave-net': { programs: ['weave-net', 'weave-ipam'], file: '10-weave.conflist' },
};

const meta = ['multus', 'multus-shim'];

export const multipleCniConfigs: Rule = {
  id: 'multiple-cni-configs',
  code: 'CNI-009',
  severity: 'warning',
  title: 'Another CNI configuration goes before that of the plugin',
  checks:
    'On a node of which the files of `/etc/cni/net.d` were read out (`cni-conf`, with their names, as `tail -n +1 /etc/cni/net.d/*` prints them), the file of the plugin is there, but another that does not call it comes first by the bytes of its name. ' +
    'Without readouts: two plugins that give pods their interface run on one node, and write into one folder. Quiet about Multus, which calls the other; about files that no runtime looks at; and where the plugin’s own file was not read out.',
  why: 'The runtime takes the first file: new pods get another network than those that run already, and cannot reach them.',
  fix: 'Move the other file out of the folder (a name that ends in none of .conf, .conflist and .json will do), or remove the plugin that writes it; then restart the pods that were made meanwhile.',
  source: 'containerd/go-cni v1.1.14 opts.go loadFromConfDir; cri-o/ocicni v0.4.3 pkg/ocicni/ocicni.go loadNetworks; containernetworking/cni v1.3.1 libcni/conf.go ConfFiles',
  reads: ['DaemonSet'],
  consults: consultedBeside('DaemonSet', 'IPAMBlock', 'CiliumNode'),
  readouts: ['cni-conf'],
  *check(view, readouts = []) {
    const cni = detectCni(view);
    const plugin = certainPlugin(cni);
    if (plugin !== undefined) yield* overtaken(plugin, readouts);
    yield* rivals(view, cni.plugins.filter(({ role, certainty }) => role === 'primary' && certainty === 'certain'));
  },
};

function* overtaken(plugin: DetectedPlugin, readouts: readonly NodeReadout[]): Iterable<Violation> {
  const programs = known[plugin.name]?.programs ?? [];
  for (const { node, parsed } of readingsOf(readouts, 'cni-conf')) {
    const files = parsed.configurations.flatMap(({ file, plugins }) => (file !== undefined && /\.(?:conf|conflist|json)$/.test(file) ? [{ file, programs: plugins.flatMap(({ type, ipam }) => [type ?? '', ipam ?? '']) }] : []));
    const [first, ...later] = files.sort((a, b) => compareBytes(a.file, b.file));
    const own = later.find((each) => each.programs.some((program) => programs.includes(program)));
    if (first === undefined || own === undefined || first.programs.some((program) => programs.includes(program) || meta.includes(program))) continue;
    const subject: ObjectRef = { kind: 'Node', name: node };
    yield {
      subject,
      detail: `On node ${node}, ${first.file} (${first.programs[0] ?? ''}) goes before ${own.file} of ${plugin.title}: new pods get the network of the first.`,
      evidence: [{ ...subject, field: 'readout cni-conf', value: files.map(({ file }) => file) }, ...(plugin.daemonSet === null ? [] : [plugin.daemonSet])],
    };
  }
}

/** Plugins whose agents run on one node and write into one folder. */
function* rivals(view: ClusterView, primaries: readonly DetectedPlugin[]): Iterable<Violation> {
  const writing = primaries.flatMap(({ name, title, daemonSet, confDir }) => (daemonSet === null || confDir === null || known[name] === undefined ? [] : [{ title, daemonSet, confDir, file: known[name].file }]));
  const [first, ...later] = writing.sort((a, b) => compareBytes(a.file, b.file));
  if (first === undefined) return;
  const nodes = nodesOf(view, first.daemonSet);
  for (const each of later) {
    const shared = [...nodesOf(view, each.daemonSet)].filter((node) => nodes.has(node));
    if (each.confDir !== first.confDir || shared.length === 0) continue;
    yield {
      subject: each.daemonSet,
      detail: `${first.title} and ${each.title} run on ${enumerate(shared, 4)} and write into ${each.confDir}: ${first.file} goes before ${each.file}.`,
      evidence: [each.daemonSet, first.daemonSet],
    };
  }
}

function nodesOf(view: ClusterView, { namespace = '', name }: ObjectRef): Set<string> {
  const own = view.podsIn(namespace).filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.kind === 'DaemonSet' && owner.name === name));
  return new Set(own.flatMap(({ spec, status }) => (spec.nodeName !== undefined && status?.phase === 'Running' ? [spec.nodeName] : [])));
}

/** As the runtimes sort; names of files are ASCII, nearly always. */
function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { fromBuild } from '../build.mjs';
import { cluster, sizeOf } from '../generate.mjs';
import { median, ms } from '../quantities.mjs';

/** @type {import('../row.mjs').Row} */
export const ipamRow = {
  id: 'ipam',
  title: 'How full the ranges of pods are',
  what: 'The whole count of `GET …/cni/ipam` over a snapshot in memory, without indexes: which plugin it is, every pod’s address in the range of its node, two families, duplicates, overlaps, and what runs out first on each node; then the picture. In one process, medians of five, each on a view of its own.',
  floor: 'One loop that reads each address of each pod as a number.',
  note: 'The objects are those of the other rows, with flannel and a kube-controller-manager beside them.',
  async measure({ pods }) {
    const { ClusterView, DraftBuilder, draftToState } = /** @type {typeof import('../../src/core/cluster/index.js')} */ (await fromBuild('src/core/cluster/index.js'));
    const { ipamOf } = /** @type {typeof import('../../src/core/cni/index.js')} */ (await fromBuild('src/core/cni/index.js'));
    const { drawRanges } = /** @type {typeof import('../../src/core/pictures/index.js')} */ (await fromBuild('src/core/pictures/index.js'));
    const { parseAddress } = /** @type {typeof import('../../src/core/ip/index.js')} */ (await fromBuild('src/core/ip/index.js'));
    const builder = new DraftBuilder();
    for (const object of objectsOf(sizeOf(pods))) builder.object(object, {});
    const state = draftToState(builder.finish(), '2026-03-01T12:00:00Z');
    // What is made once for a state is kept by the state: each run has one of its own.
    const views = Array.from({ length: runs + 1 }, () => new ClusterView({ ...state }));
    const floor = timed(() => state.objects.Pod.reduce((sum, { status }) => sum + (status?.podIPs ?? []).reduce((own, { ip }) => own + Number(parseAddress(ip).value & 1n), 0), 0));
    const answers = views.map((view) => timed(() => ipamOf(view)));
    const { result: answer } = /** @type {typeof answers[0] & {}} */ (answers[0]);
    const count = median(answers.slice(1).map(({ milliseconds }) => milliseconds));
    const picture = median(Array.from({ length: runs }, () => timed(() => drawRanges(answer)).milliseconds));
    const detail = `${answer.nodes.length.toLocaleString('en-US')} nodes, ${answer.pools.map(({ allocated }) => allocated).join(' and ')} addresses`;
    return [
      { case: 'the count', measured: ms(count), detail, floor: ms(floor.milliseconds), reach: { atMost: ms(1000) } },
      { case: 'the picture', measured: ms(picture) },
    ];
  },
};

const runs = 5;

/** @param {import('../generate.mjs').Size} size */
function* objectsOf(size) {
  for (const { kind, group, version, items } of cluster(size).kinds) {
    if (!['Node', 'Pod', 'ConfigMap'].includes(kind)) continue;
    for (const item of items()) yield { ...item, kind, apiVersion: group === '' ? version : `${group}/${version}` };
  }
  yield {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'kube-flannel-ds', namespace: 'kube-flannel' },
    spec: { template: { spec: { hostNetwork: true, containers: [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'], args: ['--kube-subnet-mgr'] }] } } },
  };
  yield { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' }, data: { 'net-conf.json': JSON.stringify({ Network: '10.0.0.0/10', EnableIPv6: true, IPv6Network: 'fd00:10::/48', Backend: { Type: 'vxlan' } }) } };
  yield {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'kube-controller-manager-cp', namespace: 'kube-system' },
    spec: { hostNetwork: true, containers: [{ name: 'kube-controller-manager', image: 'registry.k8s.io/kube-controller-manager:v1.34.0', command: ['kube-controller-manager', '--allocate-node-cidrs=true', '--cluster-cidr=10.0.0.0/10,fd00:10::/48', '--node-cidr-mask-size-ipv4=24', '--node-cidr-mask-size-ipv6=64'] }] },
  };
}

/** @template T @param {() => T} run @returns {{ readonly result: T, readonly milliseconds: number }} */
function timed(run) {
  const begun = performance.now();
  const result = run();
  return { result, milliseconds: performance.now() - begun };
}

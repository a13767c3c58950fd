import { matchesLabels, type DaemonSet, type Node } from '../../cluster/index.js';

type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];
type Toleration = NonNullable<DaemonSet['spec']['template']['spec']['tolerations']>[number];

/** Tolerations that the DaemonSet controller adds. Source: kubernetes v1.37.2 pkg/controller/daemon/util/daemonset_util.go, AddOrUpdateDaemonPodTolerations. */
const added: readonly Toleration[] = [
  ...['not-ready', 'unreachable'].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoExecute' })),
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable', 'network-unavailable'].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoSchedule' })),
];

/** Why a DaemonSet puts no pod on a node; undefined where it puts one. Affinity is not kept in a snapshot, and not looked at. */
export function whyNotOn({ spec }: DaemonSet, node: Node): string | undefined {
  const { nodeSelector = {}, tolerations = [] } = spec.template.spec;
  if (!matchesLabels(nodeSelector, node.metadata.labels)) return `its nodeSelector ${Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`).join(', ')} does not match the node`;
  const taint = (node.spec?.taints ?? []).find((each) => each.effect !== 'PreferNoSchedule' && ![...tolerations, ...added].some((toleration) => tolerates(toleration, each)));
  return taint === undefined ? undefined : `it does not tolerate the taint ${taint.key}${taint.value === undefined || taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`;
}

/** Source: k8s.io/component-helpers v0.37.2 scheduling/corev1/helpers.go and k8s.io/api core/v1/toleration.go, ToleratesTaint. */
function tolerates({ key = '', operator = 'Equal', value = '', effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? ''));
}

import { holdsSecret } from './secrecy.js';
import { defaulted, dict, flag, list, needed, struct, text, type Shape } from './shape.js';

/** Written by kubectl and controllers for themselves; they change without a meaning for the network, and hold whole copies of objects. */
const bookkeeping = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubectl.kubernetes.io/restartedAt',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'field.cattle.io/publicEndpoints',
  'cni.projectcalico.org/containerID',
]);

/** Annotations by which CNI plugins tell addresses, ranges and attachments, by their prefix. */
const cniPrefixes = [
  'flannel.alpha.coreos.com/',
  'projectcalico.org/',
  'cni.projectcalico.org/',
  'io.cilium.',
  'network.cilium.io/',
  'cni.cilium.io/',
  'kube-router.io/',
  'kube-peers.weave.works/',
  'k8s.ovn.org/',
  'ovn.kubernetes.io/',
  'k8s.v1.cni.cncf.io/',
  'node.antrea.io/',
  'ipam.antrea.io/',
  'k3s.io/internal-ip',
  'k3s.io/external-ip',
  'k3s.io/hostname',
  'alpha.kubernetes.io/provided-node-ip',
  'vpc.amazonaws.com/',
  'kubernetes.io/config.mirror',
  'net.beta.kubernetes.io/network-policy',
];

const anyAnnotation = (key: string) => !bookkeeping.has(key);
const cniAnnotation = (key: string) => anyAnnotation(key) && cniPrefixes.some((prefix) => key.startsWith(prefix));

/** That an annotation is there may decide, whatever it says: of one that seems to hold a secret only the value is left out. */
const steering: Shape<string> = {
  form: text.form,
  read(raw, notes) {
    const read = text.read(raw, notes);
    if (read === undefined || !holdsSecret(read)) return read;
    notes.add('seems to hold a secret; its value was left out');
    return '';
  },
};

const ownerReferences = list(
  struct({ apiVersion: defaulted(text, ''), kind: needed(text), name: needed(text), uid: defaulted(text, ''), controller: flag }),
  { key: ['kind', 'name'], ordered: false },
);

export const labels = dict(text);

const identity = { uid: text, creationTimestamp: text, deletionTimestamp: text, labels };

/** Metadata of a namespaced object of which any annotation may steer a controller. */
export const steeredMetadata = needed(
  struct({ name: needed(text), namespace: defaulted(text, 'default'), ...identity, annotations: dict(steering, anyAnnotation), ownerReferences }),
);

/** Metadata of a namespaced object; of its annotations only those of CNI plugins. */
export const metadata = needed(
  struct({ name: needed(text), namespace: defaulted(text, 'default'), ...identity, annotations: dict(text, cniAnnotation), ownerReferences }),
);

/** Metadata of a cluster-scoped object of which any annotation may steer a controller. */
export const steeredClusterMetadata = needed(struct({ name: needed(text), ...identity, annotations: dict(steering, anyAnnotation), ownerReferences }));

/** Metadata of a cluster-scoped object; of its annotations only those of CNI plugins. */
export const clusterMetadata = needed(struct({ name: needed(text), ...identity, annotations: dict(text, cniAnnotation), ownerReferences }));

/** Metadata of a pod template. */
export const templateMetadata = struct({ labels, annotations: dict(text, cniAnnotation) });

/** `status: "True"` as Kubernetes writes it; the times at which it was seen are dropped. */
export const conditions = list(struct({ type: needed(text), status: needed(text), reason: text }), { key: ['type'], ordered: false });

export const labelSelector = struct({
  matchLabels: labels,
  matchExpressions: list(struct({ key: needed(text), operator: needed(text), values: list(text, { ordered: false }) }), {
    key: ['key', 'operator'],
    ordered: false,
  }),
});

/** A pointer to an object by its API group. */
export const objectReference = struct({ apiGroup: text, kind: needed(text), name: needed(text) });


import { ofKubernetes } from '../of-kubernetes.js';

/** Programs Services on a node. */
export const kubeProxy = ofKubernetes('kube-proxy');

import { ofKubernetes } from '../of-kubernetes.js';

export const kubeApiserver = ofKubernetes('kube-apiserver');

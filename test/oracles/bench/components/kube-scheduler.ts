import { ofKubernetes } from '../of-kubernetes.js';

export const kubeScheduler = ofKubernetes('kube-scheduler');

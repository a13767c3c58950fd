import { ofKubernetes } from '../of-kubernetes.js';

export const kubeControllerManager = ofKubernetes('kube-controller-manager');

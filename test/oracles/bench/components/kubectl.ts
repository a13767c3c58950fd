import { ofKubernetes } from '../of-kubernetes.js';

export const kubectl = ofKubernetes('kubectl');

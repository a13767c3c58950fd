import type { CniPlugin } from '../plugin.js';
import { antrea } from './antrea.js';
import { awsVpcCni } from './aws-vpc-cni.js';
import { azureCni } from './azure-cni.js';
import { calico } from './calico.js';
import { canal } from './canal.js';
import { cilium } from './cilium.js';
import { dockerBridge } from './docker-bridge.js';
import { flannel } from './flannel.js';
import { gke } from './gke.js';
import { kindnet } from './kindnet.js';
import { kubeRouter } from './kube-router.js';
import { kubenet } from './kubenet.js';
import { multus } from './multus.js';
import { openshiftSdn } from './openshift-sdn.js';
import { ovnKubernetes } from './ovn-kubernetes.js';
import { weaveNet } from './weave-net.js';

/** Every plugin that is recognised, by name. */
export const plugins: readonly CniPlugin[] = [antrea, awsVpcCni, azureCni, calico, canal, cilium, dockerBridge, flannel, gke, kindnet, kubeRouter, kubenet, multus, openshiftSdn, ovnKubernetes, weaveNet];

import type { Component } from '../component.js';
import { kubeProxy } from './kube-proxy.js';

/** kube-proxy's proxier of ipvs mode, behind a program that has it write into memory in place of a kernel (`go/kubernetes/ipvs`). */
export const ipvsProxier: Component = { name: 'ipvs-proxier', version: kubeProxy.version, module: 'kubernetes', package: './ipvs', sources: 'ipvs' };

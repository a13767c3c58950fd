import type { Component } from '../component.js';
import { etcd } from './etcd.js';
import { kubeApiserver } from './kube-apiserver.js';
import { kubeControllerManager } from './kube-controller-manager.js';
import { kubeScheduler } from './kube-scheduler.js';
import { kubectl } from './kubectl.js';
import { kwok } from './kwok.js';

/** Every real component of the bench. */
export const components: readonly Component[] = [etcd, kubeApiserver, kubeControllerManager, kubeScheduler, kubectl, kwok];

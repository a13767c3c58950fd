import type { Component } from '../component.js';
import { etcd } from './etcd.js';
import { kubeApiserver, kubeControllerManager, kubeScheduler, kubectl } from './kubernetes.js';
import { kwok } from './kwok.js';

/** Every real component of the bench. */
export const components: readonly Component[] = [etcd, kubeApiserver, kubeControllerManager, kubeScheduler, kubectl, kwok];

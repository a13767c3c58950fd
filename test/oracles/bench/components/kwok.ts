import type { Component } from '../component.js';

/** Stands for kubelets: nodes and pods whose status it writes, without a machine below them. */
export const kwok: Component = { name: 'kwok', version: 'v0.8.0', module: 'kwok', package: 'sigs.k8s.io/kwok/cmd/kwok' };

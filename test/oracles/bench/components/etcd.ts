import type { Component } from '../component.js';

export const etcd: Component = { name: 'etcd', version: 'v3.7.3', module: 'etcd', package: 'go.etcd.io/etcd/server/v3' };

import type { Component } from '../component.js';

/** The DNS server of clusters. */
export const coredns: Component = { name: 'coredns', version: 'v1.14.7', module: 'coredns', package: 'github.com/coredns/coredns' };

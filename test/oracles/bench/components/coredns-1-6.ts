import type { Component } from '../component.js';

/** The DNS server of clusters, in a release that is still run. Built when what it answers is recorded. */
export const coredns16: Component = { name: 'coredns-1-6', version: 'v1.6.9', module: 'coredns-1-6', package: 'github.com/coredns/coredns' };

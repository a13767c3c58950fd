import type { Component } from '../component.js';

/** The DNS server of clusters, in a release that is still run. Built when what it answers is recorded. */
export const coredns111: Component = { name: 'coredns-1-11', version: 'v1.11.3', module: 'coredns-1-11', package: 'github.com/coredns/coredns' };

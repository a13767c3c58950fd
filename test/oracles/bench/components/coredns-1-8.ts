import type { Component } from '../component.js';

/** The DNS server of clusters, in a release that is still run. Built when what it answers is recorded. */
export const coredns18: Component = { name: 'coredns-1-8', version: 'v1.8.6', module: 'coredns-1-8', package: 'github.com/coredns/coredns' };

import type { Component } from '../component.js';

/** Configures HAProxy by Ingresses. */
export const haproxyIngress: Component = { name: 'haproxy-ingress', version: 'v0.16.1', module: 'haproxy-ingress', package: 'github.com/jcmoraisjr/haproxy-ingress/pkg' };

import type { Component } from '../component.js';

/** The newest that is published as a Go module: between 1.11.0 and 1.11.1. */
export const ingressNginx: Component = { name: 'ingress-nginx', version: 'v0.0.0-20240708192948-52c50467d67d', module: 'ingress-nginx', package: 'k8s.io/ingress-nginx/cmd/nginx' };

import type { Component } from '../component.js';

/** An ingress controller that is its own data plane. */
export const traefik: Component = { name: 'traefik', version: 'v3.7.9', module: 'traefik', package: 'github.com/traefik/traefik/v3/cmd/traefik', sources: 'ext' };

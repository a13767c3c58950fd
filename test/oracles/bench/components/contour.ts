import type { Component } from '../component.js';

/** Tells Envoy what Ingresses say. */
export const contour: Component = { name: 'contour', version: 'v1.33.8', module: 'contour', package: 'github.com/projectcontour/contour/cmd/contour' };

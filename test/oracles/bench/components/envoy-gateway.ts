import type { Component } from '../component.js';

/** An implementation of Gateway API that passes its conformance tests: its translator, which writes the configuration of Envoy. */
export const envoyGateway: Component = {
  name: 'envoy-gateway',
  version: 'v1.9.1',
  module: 'envoy-gateway',
  package: './internal/foretrace',
  sources: 'translate',
  inside: { module: 'github.com/envoyproxy/gateway', folder: 'internal/foretrace' },
};

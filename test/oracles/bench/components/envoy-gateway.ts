import type { Component } from '../component.js';

/** An implementation of Gateway API that passes its conformance tests: its translator, which writes the configuration of Envoy. */
export const envoyGateway: Component = { name: 'envoy-gateway', version: 'v1.9.1', module: 'envoy-gateway', package: 'github.com/envoyproxy/gateway/cmd/egctl' };

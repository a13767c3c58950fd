import type { Component } from './component.js';

/** A plugin of containernetworking/plugins, by the folder that it is in. */
export function cniPlugin(name: string, kind: 'main' | 'meta' | 'ipam'): Component {
  return { name, version: 'v1.10.0', module: 'cni', package: `github.com/containernetworking/plugins/plugins/${kind}/${name}` };
}

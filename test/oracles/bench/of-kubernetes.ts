import type { Component } from './component.js';

const version = 'v1.37.2';

/** What the release's own build sets, so that `/version` tells the truth. */
const variables = { 'k8s.io/component-base/version.gitVersion': version, 'k8s.io/component-base/version.gitMajor': '1', 'k8s.io/component-base/version.gitMinor': '37' };

/** A component that Kubernetes itself publishes. All are of one version. */
export function ofKubernetes(name: string): Component {
  return { name, version, module: 'kubernetes', package: `k8s.io/kubernetes/cmd/${name}`, variables };
}

import type { Component } from '../../bench/component.js';
import { coredns111 } from '../../bench/components/coredns-1-11.js';
import { coredns16 } from '../../bench/components/coredns-1-6.js';
import { coredns18 } from '../../bench/components/coredns-1-8.js';
import { questionsFor } from '../kubernetes/questions.js';

/** Releases beside the newest. */
export const olderReleases: readonly Component[] = [coredns111, coredns18, coredns16];

/** The Corefiles of the plugin kubernetes under which they are asked. */
export const releaseCorefiles: readonly string[] = [
  'plain', 'pods insecure', 'pods verified', 'endpoint pod names', 'ttl 0', 'one namespace', 'namespaces by label', 'empty Services ignored', 'fallthrough of reverse zones', 'another domain', 'zones of the block',
];

/** The scenarios of other plugins under which they are asked. */
export const releaseScenarios: readonly string[] = ['hosts of lines, for one zone', 'hosts that fall through', 'whoami', 'whoami at the root', 'the end of the chain', 'snippets, imports and variables', 'local', 'dns64', 'header'];

/** What is asked under a Corefile of the plugin kubernetes. Wildcards, which releases before 1.9 know, are left out: what they find comes in the order of a Go map. */
export function releaseQuestions(corefile: string): readonly string[] {
  return questionsFor(corefile).flatMap(({ name, type }) => (/^(\*|any)\./.test(name) ? [] : [`${name} ${type}`]));
}

/** The objects for which they are asked: 1.8.6 ends at a slice with a port that has no number. */
export function releaseObjects(objects: readonly object[]): readonly object[] {
  return objects.filter((object) => !('addressType' in object && 'ports' in object && Array.isArray(object.ports) && object.ports.some((port: { readonly port?: number }) => port.port === undefined)));
}

import type { Component } from '../../bench/component.js';
import { coredns16 } from '../../bench/components/coredns-1-6.js';
import { coredns18 } from '../../bench/components/coredns-1-8.js';
import { scenarios, type Scenario } from '../corefile/scenarios.js';
import { questionsFor } from '../kubernetes/questions.js';
import { olderScenarios } from './scenarios/catalogue.js';

/** Releases beside the newest. */
export const olderReleases: readonly Component[] = [coredns18, coredns16];

/** The Corefiles of the plugin kubernetes under which they are asked. */
export const releaseCorefiles: readonly string[] = [
  'plain', 'pods insecure', 'pods verified', 'endpoint pod names', 'ttl 0', 'one namespace', 'namespaces by label', 'empty Services ignored', 'fallthrough of reverse zones', 'another domain', 'zones of the block', 'no endpoints',
];

/** The scenarios of other plugins that are not asked: what a cache leaves behind in the zone of the plugin file, by the order of the questions, is not followed, nor what 1.6 makes of a range of addresses that ends within an octet. */
const leftOut: readonly string[] = [
  'cache', 'a cache with bounds', 'blocks by zone',
];

/** All that a release is asked beside the plugins kubernetes and k8s_external. */
export const releaseScenarios: readonly Scenario[] = [...scenarios.filter(({ name }) => !leftOut.includes(name)), ...olderScenarios];

/** Names with the wildcards that releases before 1.9 know. */
const wildcardNames: readonly string[] = [
  '*.*.svc', 'any.any.svc', 'web.*.svc', 'db.any.svc', '*.nowhere.svc', 'nobody.*.svc', '*.dns-data.svc', '*.dns-empty.svc', '*.web.dns-shop.svc', 'any.db.dns-data.svc', '*.alias.dns-shop.svc', '_http.*.web.dns-shop.svc', '*._tcp.web.dns-shop.svc', 'any.any.several.dns-shop.svc',
  '*.any.db.dns-data.svc', '*.*.*.*.svc', '*.*.*.svc', '*.dns-shop.pod', '10-244-210-1.*.pod', '*.*.pod', '*.nowhere.pod', '*', '*.svc', 'x*.dns-shop.svc', '*x.dns-shop.svc', 'ANY.dns-shop.svc',
];
/** Those that a setting of the plugin touches, by Corefile. */
const touchedNames: Readonly<Record<string, readonly string[]>> = {
  plain: wildcardNames,
  'pods insecure': ['*.dns-shop.pod', '10-244-210-1.*.pod', '*.*.pod', '*.nowhere.pod'],
  'pods verified': ['*.dns-shop.pod', '10-244-210-1.*.pod', '*.*.pod', '*.nowhere.pod', '10-244-210-9.*.pod'],
  'one namespace': ['*.*.svc', 'web.*.svc', 'db.any.svc', '*.*.pod'],
  'namespaces by label': ['*.*.svc', 'web.*.svc', 'db.any.svc', '*.*.pod'],
  'no endpoints': ['web.*.svc', 'db.any.svc', '*.dns-data.svc', '*.dns-empty.svc', '*.web.dns-shop.svc', '*.alias.dns-shop.svc'],
};

/** What is asked under a Corefile of the plugin kubernetes. Aliases of what a wildcard finds are left out: CoreDNS looks at the first of it alone, in the order of a Go map. */
export function releaseQuestions(corefile: string): readonly string[] {
  const questions = questionsFor(corefile).filter(({ name, type }) => type !== 'CNAME' || !/^(\*|any)\./.test(name));
  const wildcards = (touchedNames[corefile] ?? []).flatMap((name) => ['A', 'AAAA', 'SRV', 'MX'].map((type) => `${name}.cluster.local. ${type}`));
  return [...questions.map(({ name, type }) => `${name} ${type}`), ...wildcards];
}

/** The objects for which they are asked: 1.8.6 ends at a slice with a port that has no number. */
export function releaseObjects(objects: readonly object[]): readonly object[] {
  return objects.filter((object) => !('addressType' in object && 'ports' in object && Array.isArray(object.ports) && object.ports.some((port: { readonly port?: number }) => port.port === undefined)));
}

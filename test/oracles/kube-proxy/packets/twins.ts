import { objectsOf, type Manifest } from '../objects.js';
import type { Scenario } from '../scenario.js';
import { scenarios } from '../scenarios/catalogue.js';
import { large } from '../scenarios/large.js';

/** How addresses of IPv4 read in IPv6. */
const rewritten: readonly (readonly [RegExp, string])[] = [
  [/10\.244\.(\d+)\.(\d+)/g, 'fd00:244:$1::$2'],
  [/192\.168\.(\d+)\.0\/24/g, '2001:db8:$1::/64'],
  [/192\.168\.(\d+)\.(\d+)\/32/g, '2001:db8:$1::$2/128'],
  [/192\.168\.(\d+)\.(\d+)/g, '2001:db8:$1::$2'],
  [/203\.0\.113\.0\/25/g, '2001:db8:ff::/48'],
  [/203\.0\.113\.(\d+)/g, '2001:db8:2::$1'],
  [/198\.18\.0\.0\/15/g, '2001:db8:fc::/47'],
  [/198\.51\.100\.(\d+)/g, '2001:db8:1::$1'],
  [/0\.0\.0\.0\/0/g, '::/0'],
  [/"addressType":"IPv4"/g, '"addressType":"IPv6"'],
];

/** Every scenario of IPv4 alone, in IPv6 alone, beside the first: few scenarios are of IPv6, and the way of a packet is to be seen in all of them. */
export const twins: readonly Scenario[] = scenarios.filter(isOfIPv4).map(twinOf);

/** The twins as the API server gets them, with addresses of Services that no scenario has. */
export function objectsOfTwins(): readonly Manifest[] {
  const ids = new Set(twins.map(({ id }) => id));
  return objectsOf([...scenarios, large, ...twins]).filter(({ kind, metadata }) => ids.has(kind === 'Namespace' ? metadata.name : (metadata.namespace ?? '')));
}

function isOfIPv4(scenario: Scenario): boolean {
  return scenario.services.every(({ families }) => families === undefined) && !JSON.stringify(scenario).includes('2001:db8:');
}

function twinOf({ id, name, services, slices }: Scenario): Scenario {
  const text = rewritten.reduce((before, [pattern, to]) => before.replace(pattern, to), JSON.stringify({ services, slices }));
  // One node port is of one Service.
  const apart = text.replace(/"(nodePort|healthCheckNodePort)":(\d+)/g, (_, field: string, port: string) => `"${field}":${Number(port) + 500}`);
  const parts = JSON.parse(apart) as Pick<Scenario, 'services' | 'slices'>;
  return { id: `${id}-in-six`, name: `${name}, in IPv6`, services: parts.services.map((each) => ({ ...each, families: 'IPv6' as const })), slices: parts.slices };
}

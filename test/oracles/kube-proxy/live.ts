import { beforeAll, describe, expect, it } from 'vitest';
import type { BenchCluster } from '../bench/bench-cluster.js';
import type { RealCluster } from '../bench/real-cluster.js';
import { tell } from '../live/tell.js';
import type { ProxyConfiguration } from './configurations.js';
import { digestOf, recalledRules, type Golden } from './golden.js';
import { differencesOf, type NormalRules } from './normal-rules.js';
import { objectsOf } from './objects.js';
import { askedUnder, holdConnections } from './packets/connections.js';
import { objectsOfTwins, twins } from './packets/twins.js';
import { fillCluster, type Dump } from './run-proxy.js';
import { scenarios } from './scenarios/catalogue.js';
import { large } from './scenarios/large.js';

/** Whether what is seen is recorded, and so all of it is looked at. */
export const recording = process.env['FIDELITY'] === 'write';

/** Everything takes minutes; where nothing is recorded a few speak for all, unless KUBE_PROXY=whole. */
export function chosenOf(configurations: readonly ProxyConfiguration[], isQuick: (configuration: ProxyConfiguration) => boolean): ProxyConfiguration[] {
  return configurations.filter((each) => recording || isQuick(each) || process.env['KUBE_PROXY'] === 'whole');
}

export async function fillLarge(cluster: BenchCluster): Promise<void> {
  await fillCluster(cluster, objectsOf([...scenarios, large]).filter(({ metadata }) => metadata.namespace === large.id || metadata.name === large.id));
}

/** What the API server holds by now. */
export async function served(cluster: BenchCluster): Promise<readonly object[]> {
  const lists = await Promise.all(['nodes', 'services', 'endpointslices', 'namespaces', 'servicecidrs'].map((kind) => cluster.json<{ items: object[] }>('get', kind, '-A')));
  return lists.flatMap(({ items }) => items);
}

/**
 * That the real one still does what was recorded of it.
 *
 * @param first the configuration of which all is recorded; of the others what differs
 */
export function holdTo(golden: Golden, { id }: ProxyConfiguration, first: ProxyConfiguration | undefined, family: string, theirs: NormalRules): void {
  const [recorded, whole] = [golden[id]?.[family], golden[first?.id ?? '']?.[family]];
  if (recorded === undefined) throw new Error(`${id} is not recorded: run npm run test:oracles and commit what it records`);
  if ('digest' in recorded) expect(digestOf(theirs)).toBe(recorded.digest);
  else expect(differencesOf(recalledRules(recorded, whole && 'rules' in whole ? whole.rules : undefined) ?? {}, theirs)).toEqual([]);
}

/**
 * Makes real connections through the rules of a mode, and tells of them.
 *
 * @param real the cluster, once it has started
 * @param arrived whether the rules hold the objects
 */
export function describeConnections(mode: string, configurations: readonly ProxyConfiguration[], real: () => RealCluster, arrived: (dump: Dump) => boolean): void {
  const connected = configurations.filter(({ packets }) => packets !== undefined);
  const chosen = chosenOf(connected, ({ packets }) => packets === 'quick');

  describe('connections through its rules', () => {
    beforeAll(() => fillCluster(real().cluster, objectsOfTwins()));

    it.each(chosen.map((each) => [each.name, each] as const))('end where they are told to: %s', async (_, configuration) => {
      await holdConnections(real().cluster, configuration, askedUnder(configuration, await served(real().cluster)), arrived);
    });

    it('are told', async () => {
      const objects = await served(real().cluster);
      const questions = connected.reduce((sum, configuration) => sum + askedUnder(configuration, objects).length, 0);
      expect(questions).toBeGreaterThan(connected.length * scenarios.length);
      await tell({ component: 'kube-proxy', scenario: `real TCP and UDP connections of IPv4 and IPv6 through its rules of ${mode} mode, from two pods, the node and outside to every address and port of those scenarios whose endpoints answer in a small network around the node, of ${twins.length} of them in IPv6 as well, and to some of no Service, under each of ${connected.length} configurations (in CI under the first): which endpoint answers, with which source, or that it is refused or vanishes`, questions, differences: [] });
    });
  });
}

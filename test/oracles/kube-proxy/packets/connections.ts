import { expect } from 'vitest';
import type { BenchCluster } from '../../bench/bench-cluster.js';
import type { ProxyConfiguration } from '../configurations.js';
import { viewOfConfiguration } from '../ours.js';
import { runProxy, type Dump } from '../run-proxy.js';
import { callingPods, comparePackets, connectionsOf, type Asked } from './compare.js';
import { ipFamilies } from './plans.js';
import { PacketWorld } from './world.js';

/** Every connection that is made under a configuration. The same in every run. */
export function askedUnder(configuration: ProxyConfiguration, objects: readonly object[]): readonly Asked[] {
  const view = viewOfConfiguration(configuration, [...objects, ...callingPods]);
  return ipFamilies.flatMap((family) => connectionsOf(view, configuration, family));
}

/**
 * Makes connections through the rules of a running kube-proxy.
 *
 * @param arrived whether the rules hold the objects
 * @throws where one ends elsewhere than is told
 */
export async function holdConnections(cluster: BenchCluster, configuration: ProxyConfiguration, asked: readonly Asked[], arrived: (dump: Dump) => boolean): Promise<void> {
  await runProxy(cluster, { ...configuration, id: `${configuration.id}-packets` }, arrived, async (namespace) => {
    const world = await PacketWorld.around(namespace);
    try {
      expect(await comparePackets(world, asked)).toEqual([]);
    } finally {
      await world.remove();
    }
  });
}

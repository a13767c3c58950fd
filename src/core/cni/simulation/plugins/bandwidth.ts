import { bandwidth, bandwidthLimits, type BandwidthConfig } from '../../config/plugins/bandwidth.js';
import { hashed } from '../chain-names.js';
import { randomMac } from '../placeholders.js';
import { fail, type Invocation, type SimulatedPlugin } from '../plugin.js';
import type { AttachmentResult } from '../result.js';

export const simulatedBandwidth: SimulatedPlugin<BandwidthConfig> = {
  plugin: bandwidth,
  add(config, invocation) {
    const { machine, prevResult, containerId } = invocation;
    const limits = bandwidthLimits(config);
    if (limits === undefined || Object.values(limits).every((each) => each === 0)) return prevResult ?? fail('');
    const result = prevResult as AttachmentResult;
    const port = hostEndOf(invocation, result);
    if (limits.ingressRate > 0 && limits.ingressBurst > 0) shape(invocation, port, limits.ingressRate, limits.ingressBurst);
    if (limits.egressRate === 0 || limits.egressBurst === 0) return result;
    const ifb = ifbName(config, containerId);
    machine.host.addLink({ name: ifb, kind: 'ifb', mtu: machine.host.links.get(port)?.mtu ?? 1500, up: true, mac: randomMac });
    qdisc(invocation, port, 'ingress', `sends all on to ${ifb}`);
    shape(invocation, ifb, limits.egressRate, limits.egressBurst);
    return { ...result, interfaces: [...result.interfaces, { name: ifb, mac: randomMac }] };
  },
  check(_, invocation) {
    const { prevResult } = invocation;
    if (prevResult === undefined) return fail('must be called as a chained plugin');
    hostEndOf(invocation, prevResult);
  },
  del(config, { machine, containerId }) {
    const ifb = ifbName(config, containerId);
    machine.host.removeLink(ifb);
    machine.qdiscs.delete(ifb);
  },
};

function ifbName({ name }: BandwidthConfig, containerId: string): string {
  return hashed(15, 'bwp', name + containerId);
}

/** The other end of the container's interface, which the result has to name. */
function hostEndOf({ machine, ifName }: Invocation, { interfaces }: AttachmentResult): string {
  if (interfaces.length === 0) return fail('no interfaces provided');
  const peer = machine.container.links.get(ifName)?.peer;
  if (peer === undefined) return fail(`container interface ${ifName} has no veth peer: <nil>`);
  const named = interfaces.some(({ name, sandbox }) => name === peer.name && sandbox === undefined);
  return named ? peer.name : fail('no veth peer of container interface found in host ns');
}

function shape(invocation: Invocation, dev: string, rate: number, burst: number): void {
  qdisc(invocation, dev, 'tbf', `rate ${Math.floor(rate / 8) * 8} bit/s, burst ${Math.floor(burst / 8)} bytes, latency 25 ms`);
}

function qdisc({ machine }: Invocation, dev: string, kind: string, detail: string): void {
  machine.qdiscs.set(dev, [...(machine.qdiscs.get(dev) ?? []), kind]);
  machine.host.told('qdisc', 'add', `${kind} dev ${dev}: ${detail}`);
}

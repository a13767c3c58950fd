import { argOf } from '../../config/cni-args.js';
import { parseMac } from '../../config/go-net.js';
import { sysctlPath, tuning, type TuningConfig } from '../../config/plugins/tuning.js';
import type { Link } from '../machine.js';
import { fail, type Invocation, type SimulatedPlugin } from '../plugin.js';
import type { AttachmentResult } from '../result.js';

/** What an interface was before, as its backup file keeps it. */
const backups = new WeakMap<Link, Pick<Link, 'mtu' | 'mac' | 'promisc' | 'allmulti'>>();

export const simulatedTuning: SimulatedPlugin<TuningConfig> = {
  plugin: tuning,
  add(config, invocation) {
    const { machine, ifName, assume } = invocation;
    const result = invocation.prevResult as AttachmentResult;
    const { container } = machine;
    for (const [key, value] of sysctlsOf(config)) {
      const name = sysctlPath(key, ifName).slice('/proc/sys/'.length).replaceAll('/', '.');
      assume(`the kernel of the node knows ${name} in a network namespace`);
      container.setSysctl(name, value);
    }
    const wanted = wantedOf(config, invocation);
    if (Object.keys(wanted).length === 0) return result;
    const link = container.links.get(ifName) ?? fail(`failed to get "${ifName}": Link not found`);
    backups.set(link, { mtu: link.mtu, mac: link.mac, promisc: link.promisc ?? false, allmulti: link.allmulti ?? false });
    const { mac, txQLen, ...rest } = wanted;
    container.changeLink(link, { ...rest, ...(mac !== undefined && { mac: parseMac(mac) ?? link.mac }) });
    if (txQLen !== undefined) container.told('link', 'change', `${ifName} txqueuelen ${txQLen}`);
    return mac === undefined ? result : { ...result, interfaces: result.interfaces.map((each) => (each.name === ifName ? { ...each, mac } : each)) };
  },
  check(config, invocation) {
    const { machine, ifName } = invocation;
    const link = machine.container.links.get(ifName) ?? fail(`Cannot find container link ${ifName}`);
    const { mac, mtu, promisc = false } = wantedOf(config, invocation);
    if (mac !== undefined && mac !== link.mac) fail(`Error: Tuning configured Ethernet of ${ifName} is ${mac}, current value is ${link.mac}`);
    if (promisc !== (link.promisc ?? false)) fail(`Error: Tuning link ${ifName} configured promisc is ${promisc}, current value is ${link.promisc === true ? 1 : 0}`);
    if (mtu !== undefined && mtu !== link.mtu) fail(`Error: Tuning configured MTU of ${ifName} is ${mtu}, current value is ${link.mtu}`);
  },
  del(_, { machine, ifName }) {
    const link = machine.container.links.get(ifName);
    const before = link === undefined ? undefined : backups.get(link);
    if (link !== undefined && before !== undefined) machine.container.changeLink(link, before);
  },
};

/** Those of the file, and those of `args` over them. */
function sysctlsOf({ sysctl, args }: TuningConfig): ReadonlyMap<string, string> {
  return new Map([...(sysctl ?? []), ...(args?.cni?.sysctl ?? [])]);
}

interface Wanted {
  readonly mac?: string;
  readonly promisc?: boolean;
  readonly mtu?: number;
  readonly allmulti?: boolean;
  readonly txQLen?: number;
}

function wantedOf({ mac, promisc, mtu, allmulti, txQLen, runtimeConfig, args }: TuningConfig, invocation: Invocation): Wanted {
  const over = args?.cni;
  const [address, size] = [over?.mac ?? (runtimeConfig.mac || argOf(invocation.args, 'MAC') || mac), over?.mtu ?? mtu];
  const [all, queue] = [over?.allmulti ?? allmulti, over?.txQLen ?? txQLen];
  return { ...(address !== '' && { mac: address }), ...((over?.promisc ?? promisc) && { promisc: true }), ...(size !== 0 && { mtu: size }), ...(all !== undefined && { allmulti: all }), ...(queue !== undefined && { txQLen: queue }) };
}

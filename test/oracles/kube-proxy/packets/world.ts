import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProxyNamespace } from '../run-proxy.js';
import { ipFamilies, plans, type Plan } from './plans.js';

const run = promisify(execFile);

/** Who calls: a pod of the node, one that is an endpoint itself, a process of the node, or a machine outside. */
export type Caller = 'pod' | 'endpoint' | 'node' | 'outside';

export interface Call {
  readonly ip: string;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** What the caller saw. */
export type Seen = { readonly by: string; readonly source: string } | string;

const ports = [53, 80, 3306, 3868, 8080, 9090];
const everywhere = ipFamilies.map((family) => plans[family]);

/** A small network of both families around the node of a running kube-proxy: two pods on it, and a machine outside, on which the endpoints of other nodes answer. */
export class PacketWorld {
  readonly #namespaces: Record<Caller, string>;
  readonly #listeners: ReturnType<typeof spawn>[] = [];

  private constructor(private readonly node: ProxyNamespace) {
    this.#namespaces = { pod: `${node.name}-pod`, endpoint: `${node.name}-end`, node: node.name, outside: `${node.name}-out` };
  }

  static async around(node: ProxyNamespace): Promise<PacketWorld> {
    const world = new PacketWorld(node);
    try {
      await world.#build();
      return world;
    } catch (error) {
      await world.remove();
      throw error;
    }
  }

  /** Makes all calls of one caller, and tells what it saw. */
  async call(caller: Caller, calls: readonly Call[]): Promise<readonly Seen[]> {
    const child = spawn('ip', ['netns', 'exec', this.#namespaces[caller], process.execPath, join(import.meta.dirname, 'call.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify(calls));
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    await once(child, 'close');
    return JSON.parse(Buffer.concat(said).toString()) as readonly Seen[];
  }

  async remove(): Promise<void> {
    for (const listener of this.#listeners) listener.kill('SIGTERM');
    for (const name of [this.#namespaces.pod, this.#namespaces.endpoint, this.#namespaces.outside]) await run('ip', ['netns', 'del', name]).catch(() => undefined);
  }

  async #build(): Promise<void> {
    const { outside } = this.#namespaces;
    // Answers of the kernel are not to be held back: many are asked for at once.
    await this.#set(this.node.name, ['ipv4/ip_forward=1', 'ipv4/icmp_ratelimit=0', 'ipv4/icmp_ratemask=0', 'ipv6/icmp/ratelimit=0', 'ipv6/icmp/ratemask=127', 'ipv6/conf/all/forwarding=1']);
    await this.#set(this.node.name, ['ipv4/conf/all/rp_filter=0', 'ipv4/conf/default/rp_filter=0', 'ipv4/conf/eth0/rp_filter=0', 'ipv6/conf/default/accept_dad=0', 'ipv6/conf/eth0/accept_dad=0']);
    await this.#add(outside);
    await run('ip', ['-n', this.node.name, 'link', 'set', 'outside', 'netns', outside]);
    await this.#in(outside, ['link set lo up', ...everywhere.map((plan) => `addr add ${plan.outside}/${plan.bits.network} dev outside${quick(plan)}`), 'link set outside up']);
    await this.#in(outside, everywhere.flatMap((plan) => [`route add default via ${plan.node}`, ...plan.elsewhere.map((ip) => `addr add ${ip}/${plan.bits.address} dev lo`)]));
    await this.#in(this.node.name, everywhere.map((plan) => `route add default via ${plan.outside}`));
    await this.#pod('endpoint');
    await this.#pod('pod');
    await this.#listen(this.#namespaces.endpoint, everywhere.map(({ endpoint }) => endpoint));
    await this.#listen(outside, everywhere.flatMap(({ elsewhere }) => elsewhere));
  }

  /** Attached as the plugin ptp does it. */
  async #pod(name: 'pod' | 'endpoint'): Promise<void> {
    const [namespace, link] = [this.#namespaces[name], `veth-${name}`];
    await this.#add(namespace);
    await this.#in(this.node.name, [`link add ${link} type veth peer name eth0 netns ${namespace}`, ...everywhere.map((plan) => `addr add ${plan.gateway}/${plan.bits.address} dev ${link}${quick(plan)}`), `link set ${link} up`]);
    await this.#in(this.node.name, everywhere.map((plan) => `route add ${plan[name]}/${plan.bits.address} dev ${link}`));
    await this.#set(this.node.name, [`ipv4/conf/${link}/rp_filter=0`]);
    await this.#in(namespace, ['link set lo up', ...everywhere.map((plan) => `addr add ${plan[name]}/${plan.bits.address} dev eth0${quick(plan)}`), 'link set eth0 up']);
    await this.#in(namespace, everywhere.flatMap((plan) => [`route add ${plan.gateway}/${plan.bits.address} dev eth0`, `route add default via ${plan.gateway}`]));
  }

  /** A namespace that neither waits until nobody else has its addresses nor lets itself be sent other ways. */
  async #add(namespace: string): Promise<void> {
    await run('ip', ['netns', 'add', namespace]);
    await this.#set(namespace, ['ipv6/conf/default/accept_dad=0', 'ipv6/conf/all/accept_redirects=0', 'ipv6/conf/default/accept_redirects=0']);
  }

  async #listen(namespace: string, addresses: readonly string[]): Promise<void> {
    const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, join(import.meta.dirname, 'listen.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#listeners.push(child);
    child.stdin.end(JSON.stringify({ addresses, ports }));
    const ended = new AbortController();
    child.once('close', () => ended.abort(new Error(`nobody listens at ${addresses.join(', ')}`)));
    await once(child.stdout, 'data', { signal: ended.signal });
  }

  async #in(namespace: string, commands: readonly string[]): Promise<void> {
    for (const command of commands) await run('ip', ['-n', namespace, ...(command.includes(':') ? ['-6'] : []), ...command.split(' ')]);
  }

  async #set(namespace: string, settings: readonly string[]): Promise<void> {
    for (const setting of settings) {
      const [name = '', value = ''] = setting.split('=');
      await run('ip', ['netns', 'exec', namespace, 'sh', '-c', `echo ${value} > /proc/sys/net/${name}`]);
    }
  }
}

/** Of IPv6: at once, not after a look for others that have the address. */
function quick({ bits }: Plan): string {
  return bits.address === 128 ? ' nodad' : '';
}

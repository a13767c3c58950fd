import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProxyNamespace } from '../run-proxy.js';

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

/** The endpoint of the scenarios on node a, another pod there, the node, and the endpoints elsewhere. */
export const addresses = { endpoint: '10.244.1.5', pod: '10.244.1.77', node: '192.168.10.11', outside: '192.168.10.1' } as const;
const elsewhere = ['10.244.2.9', '10.244.2.10'];
const gateway = '10.244.1.1';
const ports = [53, 80, 3306, 3868, 8080, 9090];

/** A small network around the node of a running kube-proxy: two pods on it, and a machine outside, on which the endpoints of other nodes answer. */
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
    for (const setting of ['ip_forward=1', 'icmp_ratelimit=0', 'conf.all.rp_filter=0', 'conf.default.rp_filter=0', 'conf.eth0.rp_filter=0']) await this.#set(this.node.name, setting);
    await run('ip', ['netns', 'add', outside]);
    await run('ip', ['-n', this.node.name, 'link', 'set', 'outside', 'netns', outside]);
    await this.#in(outside, ['link set lo up', `addr add ${addresses.outside}/24 dev outside`, 'link set outside up', `route add default via ${addresses.node}`, ...elsewhere.map((ip) => `addr add ${ip}/32 dev lo`)]);
    await this.#in(this.node.name, [`route add default via ${addresses.outside}`]);
    await this.#pod('endpoint', addresses.endpoint);
    await this.#pod('pod', addresses.pod);
    await this.#listen(this.#namespaces.endpoint, addresses.endpoint);
    for (const ip of elsewhere) await this.#listen(outside, ip);
  }

  /** Attached as the plugin ptp does it. */
  async #pod(name: 'pod' | 'endpoint', ip: string): Promise<void> {
    const [namespace, link] = [this.#namespaces[name], `veth-${name}`];
    await run('ip', ['netns', 'add', namespace]);
    await this.#in(this.node.name, [`link add ${link} type veth peer name eth0 netns ${namespace}`, `addr add ${gateway}/32 dev ${link}`, `link set ${link} up`, `route add ${ip}/32 dev ${link}`]);
    await this.#set(this.node.name, `conf.${link}.rp_filter=0`);
    await this.#in(namespace, ['link set lo up', `addr add ${ip}/32 dev eth0`, 'link set eth0 up', `route add ${gateway}/32 dev eth0`, `route add default via ${gateway}`]);
  }

  async #listen(namespace: string, address: string): Promise<void> {
    const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, join(import.meta.dirname, 'listen.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#listeners.push(child);
    child.stdin.end(JSON.stringify({ address, ports }));
    await once(child.stdout, 'data');
  }

  async #in(namespace: string, commands: readonly string[]): Promise<void> {
    for (const command of commands) await run('ip', ['-n', namespace, ...command.split(' ')]);
  }

  async #set(namespace: string, setting: string): Promise<void> {
    const [name = '', value = ''] = setting.split('=');
    await run('ip', ['netns', 'exec', namespace, 'sh', '-c', `echo ${value} > /proc/sys/net/ipv4/${name.replaceAll('.', '/')}`]);
  }
}

import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { programOf } from '../bench/build.js';
import { kubeProxy } from '../bench/components/kube-proxy.js';
import { Daemon } from '../bench/processes.js';
import type { ProxyConfiguration } from './configurations.js';
import { nodes, proxyConfig } from './objects.js';

const run = promisify(execFile);

/** What is read off the network namespace of a kube-proxy, by the name of a command. */
export type Dump = Readonly<Record<string, string>>;

/** The commands that print the rules of a mode. */
export const dumps: Readonly<Record<ProxyConfiguration['mode'], Readonly<Record<string, readonly string[]>>>> = {
  iptables: { IPv4: ['iptables-save'], IPv6: ['ip6tables-save'] },
  nftables: { IPv4: ['nft', 'list', 'table', 'ip', 'kube-proxy'], IPv6: ['nft', 'list', 'table', 'ip6', 'kube-proxy'] },
};

/** What a settled node says, less what changes without a cause: time stamps and counters. */
function steady(text: string): string {
  return text.replace(/^#.*$/gm, '').replace(/\[\d+:\d+\]/g, '').replace(/packets \d+ bytes \d+/g, '');
}

/**
 * Removes network namespaces of this run, and those of runs that were ended before they could: with what still runs in them.
 * A run removes its own; this is for what a limit of time or a crash left.
 */
export async function removeLeftNamespaces(): Promise<void> {
  const { stdout } = await run('ip', ['netns', 'list']);
  for (const [, name = '', owner = ''] of stdout.matchAll(/^(proxy-(\d+)-\S+)/gm)) {
    if (Number(owner) !== process.pid && isAlive(Number(owner))) continue;
    const within = await run('ip', ['netns', 'pids', name]);
    for (const pid of within.stdout.trim().split(/\s+/).filter((each) => each !== '')) end(Number(pid));
    await run('ip', ['netns', 'del', name]).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** A network namespace with the addresses of a node, from which the API server can be reached. */
export class ProxyNamespace {
  readonly #daemons: Daemon[] = [];

  private constructor(
    readonly name: string,
    private readonly cluster: BenchCluster,
  ) {}

  static async create(cluster: BenchCluster, id: string, node: string): Promise<ProxyNamespace> {
    const made = new ProxyNamespace(`proxy-${process.pid}-${id}`, cluster);
    await run('ip', ['netns', 'add', made.name]);
    try {
      await made.#prepare(node);
      return made;
    } catch (error) {
      await made.remove();
      throw error;
    }
  }

  /** What a command prints there. */
  async exec(...command: readonly string[]): Promise<string> {
    const { stdout } = await run('ip', ['netns', 'exec', this.name, ...command], { maxBuffer: 1 << 28 });
    return stdout;
  }

  /** Starts a program there that runs until the namespace is removed. */
  start(name: string, program: string, args: readonly string[]): Daemon {
    const daemon = Daemon.start(name, 'ip', ['netns', 'exec', this.name, program, ...args], join(this.cluster.address.folder, `${this.name}-${name}.log`));
    this.#daemons.push(daemon);
    return daemon;
  }

  /** Whether kube-proxy of both families has heard of the zone of its node, if it has one: that comes after Services and slices, at any time. */
  async knowsZone(node: string): Promise<boolean> {
    if (nodes.find(({ name }) => name === node)?.zone === undefined) return true;
    const log = await readFile(join(this.cluster.address.folder, `${this.name}-kube-proxy.log`), 'utf8');
    return log.split('Updated proxier node topology labels').length > 2;
  }

  async remove(): Promise<void> {
    for (const daemon of this.#daemons.reverse()) await daemon.stop();
    await run('ip', ['netns', 'del', this.name]);
  }

  async #prepare(node: string): Promise<void> {
    const addresses = nodes.find(({ name }) => name === node)?.addresses.filter(([type]) => type === 'InternalIP') ?? [];
    await this.exec('ip', 'link', 'set', 'lo', 'up');
    await this.exec('ip', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'outside');
    await this.exec('ip', 'link', 'set', 'outside', 'up');
    for (const [, address] of addresses) await this.exec('ip', 'addr', 'add', address.includes(':') ? `${address}/64` : `${address}/24`, 'dev', 'eth0', ...(address.includes(':') ? ['nodad'] : []));
    await this.exec('ip', 'link', 'set', 'eth0', 'up');
    const { port } = new URL(this.cluster.address.server);
    const socket = join(this.cluster.address.folder, `${this.name}.sock`);
    const relay = join(import.meta.dirname, 'relay.mjs');
    this.#daemons.push(Daemon.start('relay-out', process.execPath, [relay, 'out', socket, port], join(this.cluster.address.folder, `${this.name}-relay-out.log`)));
    this.start('relay-in', process.execPath, [relay, 'in', socket, port]);
  }
}

/**
 * kube-proxy watches its node before it registers who is to be told of it: one that is told of its zone in between never learns it. Source: cmd/kube-proxy/app/server.go v1.37.2,
 * Run; pkg/proxy/config/config.go, NewNodeTopologyConfig. And one was seen that an API server put off for minutes when it asked for its node.
 */
class NeverLearns extends Error {}

/** How often kube-proxy is begun anew where it never learns something, and after how many milliseconds that is sure: of its zone it is told within a few of its start, of all else in some seconds. */
const [mostStarts, zonePatience, patience] = [5, 30_000, 120_000];

/**
 * Runs the real kube-proxy of a configuration in a network namespace of its own until its rules stand still, and tells them.
 *
 * @param sentinel whether a dump shows that the objects have arrived
 * @param visit is called with the namespace while kube-proxy runs
 */
export async function runProxy(cluster: BenchCluster, configuration: ProxyConfiguration, sentinel: (dump: Dump) => boolean, visit?: (namespace: ProxyNamespace) => Promise<void>): Promise<Dump> {
  for (let starts = 1; ; starts++) {
    try {
      return await runOnce(cluster, configuration, sentinel, visit);
    } catch (error) {
      if (!(error instanceof NeverLearns) || starts === mostStarts) throw error;
    }
  }
}

async function runOnce(cluster: BenchCluster, configuration: ProxyConfiguration, sentinel: (dump: Dump) => boolean, visit?: (namespace: ProxyNamespace) => Promise<void>): Promise<Dump> {
  // The API server answers who watches nodes once its cache of them is as new as all else: it surely is where a node was written last.
  await cluster.kubectl('annotate', 'node', configuration.node, `bench/at=${Date.now()}`, '--overwrite');
  const namespace = await ProxyNamespace.create(cluster, configuration.id, configuration.node);
  try {
    const daemon = namespace.start('kube-proxy', await programOf(kubeProxy), await argumentsOf(cluster, configuration));
    const dump = () => dumpOf(namespace, configuration.mode);
    let [last, hasArrived, knowsZone, since] = ['', false, false, Date.now()];
    await daemon.until(async () => {
      const now = await dump();
      const [text, has, knows] = [steady(Object.values(now).join('\n')), sentinel(now), await namespace.knowsZone(configuration.node)];
      if (text !== last || has !== hasArrived || knows !== knowsZone) [last, hasArrived, knowsZone, since] = [text, has, knows, Date.now()];
      return Date.now() - since > (!hasArrived ? patience : knowsZone ? stillness : zonePatience);
    });
    if (!hasArrived || !knowsZone) throw new NeverLearns(`kube-proxy of ${configuration.node} was not told of ${hasArrived ? 'its zone' : 'the objects'}`);
    await visit?.(namespace);
    return await dump();
  } finally {
    await namespace.remove();
  }
}

/** Milliseconds without a change after which kube-proxy has nothing more to write: it writes at most once in `minSyncPeriod`. */
const stillness = 2000;

async function dumpOf(namespace: ProxyNamespace, mode: ProxyConfiguration['mode']): Promise<Dump> {
  const entries: [string, string][] = [];
  for (const [name, command] of Object.entries(dumps[mode])) entries.push([name, await namespace.exec(...command).catch(() => '')]);
  return Object.fromEntries(entries);
}

async function argumentsOf(cluster: BenchCluster, { id, mode, node, config = {}, flags }: ProxyConfiguration): Promise<readonly string[]> {
  const shared = [`--hostname-override=${node}`, '-v=4'];
  if (flags !== undefined) return [...flags, ...shared, `--proxy-mode=${mode}`, `--kubeconfig=${cluster.kubeconfig}`, '--conntrack-max-per-core=0', '--conntrack-tcp-timeout-established=0', '--conntrack-tcp-timeout-close-wait=0', '--iptables-min-sync-period=100ms'];
  const { conntrack = {}, iptables = {}, nftables = {}, ...others } = config as Readonly<Record<string, object>>;
  const file = join(cluster.address.folder, `kube-proxy-${id}.conf`);
  const whole = {
    ...proxyConfig,
    mode,
    clientConnection: { kubeconfig: cluster.kubeconfig },
    // Limits of the whole machine, which a namespace may not set.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s', ...conntrack },
    iptables: { minSyncPeriod: '100ms', ...iptables },
    nftables: { minSyncPeriod: '100ms', ...nftables },
    ...others,
  };
  await writeFile(file, JSON.stringify(whole));
  return [`--config=${file}`, ...shared];
}

/** Sends the objects to the API server, and what stands in their status by requests of their own. */
export async function fillCluster(cluster: BenchCluster, objects: readonly { readonly kind: string; readonly metadata: { readonly name: string; readonly namespace?: string }; readonly status?: object }[]): Promise<void> {
  for (const kinds of [['Namespace', 'Node'], ['Service', 'EndpointSlice']]) await cluster.apply(objects.filter(({ kind }) => kinds.includes(kind)).map((object) => ({ ...object, status: undefined })));
  for (const { kind, metadata, status } of objects) {
    if (status === undefined) continue;
    const path = kind === 'Node' ? `/api/v1/nodes/${metadata.name}/status` : `/api/v1/namespaces/${metadata.namespace}/services/${metadata.name}/status`;
    const answer = await cluster.request('PATCH', path, { status });
    if (answer.status !== 200) throw new Error(`the status of ${kind} ${metadata.name} was refused: ${answer.body.slice(0, 1000)}`);
  }
}

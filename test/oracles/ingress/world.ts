import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { Daemon } from '../bench/processes.js';

const run = promisify(execFile);

/** A request over the wire, byte for byte. */
export interface Call {
  readonly tls: boolean;
  readonly sni?: string;
  readonly from?: string;
  readonly port?: number;
  readonly text: string;
}

/** What the client saw: the response as it came, or why none did. */
export interface Heard {
  readonly text?: string;
  readonly error?: string;
  /** The common name of the certificate. */
  readonly certificate?: string;
}

/** Ports of the backends; any address of 10/8 answers there. */
const backendPorts = [8080, 8081, 9090];

/** Where the API server is, seen from inside, is where it is outside: a relay leads there. */
export class DataPlaneWorld {
  readonly #daemons: Daemon[] = [];
  readonly #client: ChildProcess;
  readonly #waiting: ((answers: readonly Heard[]) => void)[] = [];

  private constructor(
    readonly namespace: string,
    private readonly folder: string,
    backends: readonly string[],
  ) {
    const program = join(import.meta.dirname, '../ingress-nginx/world/client-and-backends.mjs');
    this.#client = spawn('ip', ['netns', 'exec', namespace, process.execPath, program, ...backendPorts.map(String), ...backends], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: this.#client.stdout as NonNullable<ChildProcess['stdout']> }).on('line', (line) => this.#waiting.shift()?.(JSON.parse(line) as readonly Heard[]));
  }

  /**
   * A network namespace in which a data plane, its backends and its clients are alone, so that they may listen where they do in a cluster.
   *
   * @param backends those beside the usual: `client-and-backends.mjs` tells how they are written
   */
  static async create(cluster: BenchCluster, name: string, backends: readonly string[] = []): Promise<DataPlaneWorld> {
    const namespace = `${name}-${process.pid}`;
    await run('ip', ['netns', 'add', namespace]);
    await run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
    for (const network of ['10.0.0.0/8', '192.0.2.0/24', '198.51.100.0/24']) await run('ip', ['-n', namespace, 'route', 'add', 'local', network, 'dev', 'lo']);
    const { folder, server } = cluster.address;
    const world = new DataPlaneWorld(namespace, folder, backends);
    const { port } = new URL(server);
    const [relay, socket] = [join(import.meta.dirname, '../kube-proxy/relay.mjs'), join(folder, `${namespace}.sock`)];
    world.#daemons.push(Daemon.start('relay-out', process.execPath, [relay, 'out', socket, port], join(folder, `${namespace}-out.log`)));
    world.#daemons.push(Daemon.start('relay-in', 'ip', ['netns', 'exec', namespace, process.execPath, relay, 'in', socket, port], join(folder, `${namespace}-in.log`)));
    return world;
  }

  /** Starts a program inside; whoever starts it stops it. Its log goes to a file of that name. */
  start(name: string, program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): { readonly daemon: Daemon; readonly log: string } {
    const log = join(this.folder, `${this.namespace}-${name}.log`);
    const assigned = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
    return { daemon: Daemon.start(name, 'ip', ['netns', 'exec', this.namespace, 'env', ...assigned, program, ...args], log), log };
  }

  /** Sends requests one after the other. */
  ask(calls: readonly Call[]): Promise<readonly Heard[]> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#client.stdin?.write(`${JSON.stringify(calls)}\n`);
    });
  }

  async remove(): Promise<void> {
    this.#client.kill('SIGTERM');
    for (const daemon of this.#daemons.reverse()) await daemon.stop();
    await run('ip', ['netns', 'del', this.namespace]);
  }
}

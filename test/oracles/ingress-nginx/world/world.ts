import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { BenchCluster } from '../../bench/bench-cluster.js';
import { Daemon } from '../../bench/processes.js';
import { home } from '../objects.js';
import { outside } from '../observed.js';
import { templateForDebian } from '../template.js';

const run = promisify(execFile);

/** A request over the wire, and where from. */
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

/** A controller that is to run: its program, and the folder `etc/nginx` of its release. */
export interface Release {
  readonly program: string;
  readonly files: string;
}

/** Ports of the backends; the last speaks TLS where it is spoken to in TLS. */
const backendPorts = [8080, 8081, 9090];
const tlsBackendPort = 8443;
const streamPort = 10247;

/**
 * A network namespace in which every IPv4 address of 10/8 and 192.0.2/24 is its own: pods and clients alike. The API server is reached from it through a relay.
 * The controller sees a file system in which `/etc/nginx` is that of its image.
 */
export class IngressWorld {
  readonly #daemons: Daemon[] = [];
  readonly #namespace = `ingress-${process.pid}`;
  #client: ChildProcess | undefined;
  #waiting: ((answers: readonly Heard[]) => void)[] = [];
  #count = 0;

  private constructor(private readonly cluster: BenchCluster) {}

  /** @param backend certificate and key of the backend that speaks TLS */
  static async create(cluster: BenchCluster, backend: { readonly certificate: string; readonly key: string }): Promise<IngressWorld> {
    const world = new IngressWorld(cluster);
    await run('ip', ['netns', 'add', world.#namespace]);
    try {
      await world.#prepare(backend);
      return world;
    } catch (error) {
      await world.remove();
      throw error;
    }
  }

  /** Runs a controller until `visit` is through. */
  async withController(release: Release, flags: readonly string[], visit: (controller: RunningController) => Promise<void>): Promise<void> {
    const folder = join(this.cluster.address.folder, `controller-${(this.#count += 1)}`);
    await prepareFiles(release, join(folder, 'nginx'));
    const all = [...flags, `--kubeconfig=${this.cluster.kubeconfig}`, '--update-status=false', '--disable-leader-election', '--sync-rate-limit=10', '--profiling=false', '--vmodule=controller=3'];
    const script = [
      'set -e',
      'mkdir -p /etc/ingress-controller /tmp/nginx',
      `mount --bind ${join(folder, 'nginx')} /etc/nginx`,
      'mount -t tmpfs -o mode=777 none /etc/ingress-controller',
      'mount -t tmpfs -o mode=777 none /tmp/nginx',
      'mkdir /etc/ingress-controller/ssl /etc/ingress-controller/auth /etc/ingress-controller/geoip /etc/ingress-controller/telemetry',
      `exec env POD_NAME=controller POD_NAMESPACE=${home} NGINX_BINARY=/usr/sbin/nginx "$0" "$@"`,
    ].join('\n');
    const log = join(folder, 'controller.log');
    const daemon = Daemon.start('ingress-nginx', 'ip', ['netns', 'exec', this.#namespace, 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script, release.program, ...all], log);
    const controller = new RunningController(this, daemon, join(folder, 'nginx'), log);
    try {
      await visit(controller);
    } finally {
      await daemon.stop('SIGKILL');
      if (process.env['INGRESS_KEEP'] === undefined) await rm(folder, { recursive: true, force: true });
    }
  }

  /** Sends requests one after the other. */
  ask(calls: readonly Call[]): Promise<readonly Heard[]> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#client?.stdin?.write(`${JSON.stringify(calls)}\n`);
    });
  }

  async remove(): Promise<void> {
    this.#client?.kill('SIGTERM');
    for (const daemon of this.#daemons.reverse()) await daemon.stop();
    await run('ip', ['netns', 'del', this.#namespace]);
  }

  async #prepare({ certificate, key }: { readonly certificate: string; readonly key: string }): Promise<void> {
    await run('ip', ['-n', this.#namespace, 'link', 'set', 'lo', 'up']);
    for (const network of ['10.0.0.0/8', '192.0.2.0/24', '198.51.100.0/24']) await run('ip', ['-n', this.#namespace, 'route', 'add', 'local', network, 'dev', 'lo']);
    const { folder } = this.cluster.address;
    const { port } = new URL(this.cluster.address.server);
    const [relay, socket] = [join(import.meta.dirname, '../../kube-proxy/relay.mjs'), join(folder, `${this.#namespace}.sock`)];
    this.#daemons.push(Daemon.start('relay-out', process.execPath, [relay, 'out', socket, port], join(folder, 'ingress-relay-out.log')));
    this.#daemons.push(Daemon.start('relay-in', 'ip', ['netns', 'exec', this.#namespace, process.execPath, relay, 'in', socket, port], join(folder, 'ingress-relay-in.log')));
    const client = spawn('ip', ['netns', 'exec', this.#namespace, process.execPath, join(import.meta.dirname, 'client-and-backends.mjs'), ...backendPorts.map(String), `tls:${tlsBackendPort}:${certificate}:${key}`], { stdio: ['pipe', 'pipe', 'inherit'] });
    createInterface({ input: client.stdout }).on('line', (line) => this.#waiting.shift()?.(JSON.parse(line) as readonly Heard[]));
    this.#client = client;
  }
}

/** The image's `/etc/nginx`: what is published, the Lua libraries that Debian lacks, and the names that ExternalName Services resolve to. */
async function prepareFiles({ files }: Release, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(files, folder, { recursive: true });
  await run('chmod', ['-R', 'u+w,a+rX', folder]);
  await cp(join(import.meta.dirname, '../lua'), join(folder, 'lua'), { recursive: true });
  await cp('/etc/nginx/mime.types', join(folder, 'mime.types'));
  await writeFile(join(folder, 'names'), `${outside.name} ${outside.address}\n`);
  const template = join(folder, 'template', 'nginx.tmpl');
  await writeFile(template, templateForDebian(await readFile(template, 'utf8')));
}

/** The Lua of a worker looks for new backends once a second. */
const luaPeriod = 1000;

/** Milliseconds in which a controller says nothing when it has nothing more to do. */
const stillness = 1500;

const failure = 'Unexpected failure reloading the backend';

export class RunningController {
  constructor(
    private readonly world: IngressWorld,
    private readonly daemon: Daemon,
    private readonly folder: string,
    private readonly log: string,
  ) {}

  /** Waits until the data plane has what the controller made of all objects. @throws where nginx does not take the configuration */
  async isServing(): Promise<void> {
    const refused = await this.hasTaken(0);
    if (refused !== undefined) throw new Error(`nginx does not take the configuration: ${refused}`);
  }

  /** Waits until what came after the first `before` characters of the log is in force, or was refused by nginx: its words are answered then. */
  async hasTaken(before: number): Promise<string | undefined> {
    let [last, since] = ['', Date.now()];
    await this.daemon.until(async () => {
      const said = (await this.said()).slice(before);
      if (said !== last) [last, since] = [said, Date.now()];
      if (said.includes(failure)) return true;
      const acts = [...said.matchAll(/Configuration changes detected|Dynamic reconfiguration succeeded|No configuration change detected/g)];
      return acts.length > 0 && acts.at(-1)?.[0] !== 'Configuration changes detected' && Date.now() - since > stillness && (await this.#isInForce());
    });
    if (last.includes(failure)) return /\[emerg\] \d+#\d+: ([^\n]*?) in \/tmp/.exec(last)?.[1] ?? last.slice(last.indexOf(failure)).slice(0, 2000);
    await new Promise((resolve) => setTimeout(resolve, luaPeriod * 1.5));
    return undefined;
  }

  said(): Promise<string> {
    return readFile(this.log, 'utf8').catch(() => '');
  }

  ask(calls: readonly Call[]): Promise<readonly Heard[]> {
    return this.world.ask(calls);
  }

  /** Whether nginx runs with the file that the controller wrote last: it reads it when it is told to, and takes its time. */
  async #isInForce(): Promise<boolean> {
    const written = /^# Configuration checksum: (\d+)$/m.exec(await readFile(join(this.folder, 'nginx.conf'), 'utf8'))?.[1];
    const [heard] = await this.world.ask([{ tls: false, port: streamPort, text: 'GET / HTTP/1.0\r\n\r\n' }]);
    return written !== undefined && heard?.text?.endsWith(written) === true;
  }
}

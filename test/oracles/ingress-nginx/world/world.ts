import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchCluster } from '../../bench/bench-cluster.js';
import type { Daemon } from '../../bench/processes.js';
import { DataPlaneWorld, type Call, type Heard } from '../../ingress/world.js';
import { home } from '../objects.js';
import { outside } from '../observed.js';
import { templateForDebian } from '../template.js';

const run = promisify(execFile);

/** A controller that is to run: its program, and the folder `etc/nginx` of its release. */
export interface Release {
  readonly program: string;
  readonly files: string;
}

/** Where a backend speaks TLS with who begins with it. */
const tlsBackendPort = 8443;
const streamPort = 10247;

/** Where controllers run one after the other. Each sees a file system in which `/etc/nginx` is that of its image. */
export class IngressWorld {
  #count = 0;

  private constructor(
    private readonly cluster: BenchCluster,
    private readonly world: DataPlaneWorld,
  ) {}

  /** @param backend certificate and key of the backend that speaks TLS */
  static async create(cluster: BenchCluster, { certificate, key }: { readonly certificate: string; readonly key: string }): Promise<IngressWorld> {
    return new IngressWorld(cluster, await DataPlaneWorld.create(cluster, 'ingress-nginx', [`tls:${tlsBackendPort}:${certificate}:${key}`]));
  }

  /** Runs a controller until `visit` is through. */
  async withController(release: Release, flags: readonly string[], visit: (controller: RunningController) => Promise<void>): Promise<void> {
    const name = `controller-${(this.#count += 1)}`;
    const folder = join(this.cluster.address.folder, name);
    await prepareFiles(release, folder);
    const script = [
      'set -e',
      'mkdir -p /etc/ingress-controller /tmp/nginx',
      `mount --bind ${folder} /etc/nginx`,
      'mount -t tmpfs -o mode=777 none /etc/ingress-controller',
      'mount -t tmpfs -o mode=777 none /tmp/nginx',
      'mkdir /etc/ingress-controller/ssl /etc/ingress-controller/auth /etc/ingress-controller/geoip /etc/ingress-controller/telemetry',
      'exec "$0" "$@"',
    ].join('\n');
    const args = [...flags, `--kubeconfig=${this.cluster.kubeconfig}`, '--update-status=false', '--disable-leader-election', '--sync-rate-limit=10', '--profiling=false', '--vmodule=controller=3'];
    const environment = { POD_NAME: 'controller', POD_NAMESPACE: home, NGINX_BINARY: '/usr/sbin/nginx' };
    const { daemon, log } = this.world.start(name, 'unshare', ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script, release.program, ...args], environment);
    try {
      await visit(new RunningController(this.world, daemon, folder, log));
    } finally {
      await daemon.stop('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  }

  remove(): Promise<void> {
    return this.world.remove();
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

/** Milliseconds in which a controller says nothing when it has nothing more to do. It hears of its Ingresses one by one: on a busy machine the last may come seconds after those with which it began. */
const stillness = 5000;

const failure = 'Unexpected failure reloading the backend';

export class RunningController {
  constructor(
    private readonly world: DataPlaneWorld,
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

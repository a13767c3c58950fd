import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchCluster } from './bench-cluster.js';
import { moduleFolder, programOf } from './build.js';
import { Authority } from './certificates.js';
import { etcd } from './components/etcd.js';
import { kubeApiserver } from './components/kube-apiserver.js';
import { kubeControllerManager } from './components/kube-controller-manager.js';
import { kubeScheduler } from './components/kube-scheduler.js';
import { kubectl } from './components/kubectl.js';
import { kwok } from './components/kwok.js';
import { Daemon, freePort, waitFor } from './processes.js';

/** What every cluster of the bench runs. A check that needs more of the catalogue starts it itself, beside the cluster. */
const controlPlane = [etcd, kubeApiserver, kubeControllerManager, kubeScheduler, kubectl, kwok];

const stores = [etcd, kubeApiserver, kubectl];

/** Quick clients: a thousand pods are made in seconds. */
const unhurried = ['--kube-api-qps=1000', '--kube-api-burst=2000'];

/** A control plane of real components on loopback, with its own certificates; KWOK stands for the kubelets. */
export class RealCluster {
  readonly #daemons: Daemon[] = [];

  private constructor(
    readonly cluster: BenchCluster,
    private readonly authority: Authority,
    private readonly programs: Readonly<Record<string, string>>,
  ) {}

  /** @param only `stores`: only what keeps objects and serves them; nobody acts on them */
  static async start({ only }: { readonly only?: 'stores' } = {}): Promise<RealCluster> {
    const programs: Record<string, string> = {};
    for (const component of only === 'stores' ? stores : controlPlane) programs[component.name] = await programOf(component);
    const folder = await mkdtemp(join(tmpdir(), 'foretrace-oracle-'));
    const [server, store] = [`https://127.0.0.1:${await freePort()}`, `https://127.0.0.1:${await freePort()}`];
    const cluster = new BenchCluster({ folder, server, etcd: store, kubectl: programs['kubectl'] as string });
    const started = new RealCluster(cluster, await Authority.create(folder), programs);
    try {
      await started.#startAll(only === 'stores');
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  async stop(): Promise<void> {
    for (const daemon of this.#daemons.reverse()) await daemon.stop();
    await rm(this.cluster.address.folder, { recursive: true, force: true });
  }

  async #startAll(withoutControllers: boolean): Promise<void> {
    const signingKey = await this.authority.signingKey();
    const serving = await this.authority.issue('apiserver', '/CN=kube-apiserver', 'IP:127.0.0.1,DNS:localhost,DNS:kubernetes.default.svc');
    const store = await this.authority.issue('etcd', '/CN=etcd', 'IP:127.0.0.1');
    const users: Record<string, string> = { admin: '/O=system:masters/CN=admin', 'kube-controller-manager': '/CN=system:kube-controller-manager', 'kube-scheduler': '/CN=system:kube-scheduler', kwok: '/O=system:masters/CN=kwok' };
    for (const [name, subject] of Object.entries(users)) {
      const { certificate, key } = await this.authority.issue(name, subject);
      await this.cluster.kubeconfigFor(name, { 'client-certificate': certificate, 'client-key': key });
    }
    await this.#startEtcd(store);
    await this.#startApiserver(serving, store, signingKey);
    if (withoutControllers) return;
    this.#run('kube-controller-manager', [
      ...this.#asUser('kube-controller-manager'),
      ...unhurried,
      '--allocate-node-cidrs',
      '--cluster-cidr=10.244.0.0/16,fd00:244::/56',
      '--service-cluster-ip-range=10.96.0.0/16,fd00:96::/112',
      `--service-account-private-key-file=${signingKey}`,
      `--root-ca-file=${this.authority.certificate}`,
      '--use-service-account-credentials=true',
      '--leader-elect=false',
      '--secure-port=0',
      '--concurrent-deployment-syncs=10',
      '--concurrent-replicaset-syncs=10',
      // A heartbeat that comes late on a busy machine changes no node.
      '--node-monitor-grace-period=1h',
    ]);
    this.#run('kube-scheduler', [...this.#asUser('kube-scheduler'), ...unhurried, '--leader-elect=false', '--secure-port=0']);
    const stages = join(await moduleFolder(kwok.module, 'sigs.k8s.io/kwok'), 'kustomize', 'stage');
    this.#run('kwok', [
      `--kubeconfig=${join(this.cluster.address.folder, 'kwok.kubeconfig')}`,
      '--manage-all-nodes=true',
      '--node-lease-duration-seconds=40',
      `--server-address=127.0.0.1:${await freePort()}`,
      // Without the stage of heartbeats: ten minutes on, it patches a node's addresses by their type, and of two families one is lost. The leases are kept all the same.
      ...['node/fast/node-initialize', 'pod/fast/pod-ready', 'pod/fast/pod-complete', 'pod/fast/pod-delete'].map((stage) => `--config=${join(stages, `${stage}.yaml`)}`),
    ]);
    await waitFor('the controllers have made the default service account', () => this.cluster.kubectl('get', 'serviceaccount', 'default').then(() => true, () => false));
  }

  async #startEtcd({ certificate, key }: { readonly certificate: string; readonly key: string }): Promise<void> {
    const peer = `http://127.0.0.1:${await freePort()}`;
    const daemon = this.#run('etcd', [
      `--data-dir=${join(this.cluster.address.folder, 'etcd')}`,
      `--listen-client-urls=${this.cluster.address.etcd}`,
      `--advertise-client-urls=${this.cluster.address.etcd}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      `--cert-file=${certificate}`,
      `--key-file=${key}`,
      `--trusted-ca-file=${this.authority.certificate}`,
      '--client-cert-auth=true',
      '--unsafe-no-fsync=true',
      '--log-level=warn',
    ]);
    await daemon.until(async () => (await readFile(join(this.cluster.address.folder, 'etcd', 'member', 'snap', 'db')).catch(() => undefined)) !== undefined);
  }

  async #startApiserver(serving: { certificate: string; key: string }, store: { certificate: string; key: string }, signingKey: string): Promise<void> {
    const policy = join(this.cluster.address.folder, 'audit-policy.json');
    await writeFile(policy, JSON.stringify({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], rules: [{ level: 'Metadata', verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'], users: ['system:serviceaccount:foretrace:foretrace'] }, { level: 'None' }] }));
    const daemon = this.#run('kube-apiserver', [
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      `--secure-port=${new URL(this.cluster.address.server).port}`,
      `--etcd-servers=${this.cluster.address.etcd}`,
      `--etcd-cafile=${this.authority.certificate}`,
      `--etcd-certfile=${store.certificate}`,
      `--etcd-keyfile=${store.key}`,
      `--tls-cert-file=${serving.certificate}`,
      `--tls-private-key-file=${serving.key}`,
      `--client-ca-file=${this.authority.certificate}`,
      '--authorization-mode=RBAC',
      '--service-cluster-ip-range=10.96.0.0/16,fd00:96::/112',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${signingKey}`,
      `--service-account-signing-key-file=${signingKey}`,
      // As kubeadm has it: network plugins need it.
      '--allow-privileged=true',
      '--endpoint-reconciler-type=none',
      '--max-requests-inflight=2000',
      '--max-mutating-requests-inflight=1000',
      `--audit-policy-file=${policy}`,
      `--audit-log-path=${this.cluster.auditLog}`,
    ]);
    await daemon.until(async () => (await this.cluster.request('GET', '/readyz')).status === 200);
  }

  #asUser(name: string): string[] {
    const path = join(this.cluster.address.folder, `${name}.kubeconfig`);
    return [`--kubeconfig=${path}`, `--authentication-kubeconfig=${path}`, `--authorization-kubeconfig=${path}`];
  }

  #run(name: string, args: readonly string[]): Daemon {
    const daemon = Daemon.start(name, this.#program(name), args, join(this.cluster.address.folder, `${name}.log`));
    this.#daemons.push(daemon);
    return daemon;
  }

  #program(name: string): string {
    return this.programs[name] as string;
  }
}

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DraftBuilder, type SnapshotDraft } from '../../../src/core/cluster/index.js';
import { ApiServer, captureCluster, capturedResources } from '../../../src/platform/kubernetes/index.js';
import { BenchCluster } from '../bench/bench-cluster.js';
import { waitFor } from '../bench/processes.js';
import { tell } from './tell.js';

const cluster = new BenchCluster(inject('cluster'));
const deploy = join(import.meta.dirname, '../../../deploy');

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

let kubeconfig: string;
let configMapNamespaces: readonly string[];

beforeAll(async () => {
  configMapNamespaces = (await readdir(join(deploy, 'configmaps'))).map((file) => file.replace(/\.yaml$/, ''));
  await cluster.apply(configMapNamespaces.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })));
  await cluster.kubectl('apply', '-k', join(deploy, 'base'));
  await cluster.kubectl('apply', '-f', join(deploy, 'configmaps'));
  const token = (await cluster.kubectl('-n', 'foretrace', 'create', 'token', 'foretrace')).trim();
  kubeconfig = await cluster.kubeconfigFor('foretrace', { token });
});

afterAll(async () => {
  await cluster.kubectl('delete', '-k', join(deploy, 'base'), '--ignore-not-found');
  await cluster.kubectl('delete', 'namespace', ...configMapNamespaces, '--ignore-not-found');
});

async function capture(): Promise<SnapshotDraft> {
  const api = new ApiServer(() => {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    return config;
  });
  const builder = new DraftBuilder();
  try {
    await captureCluster(api, builder, { signal: AbortSignal.timeout(600_000), report: () => Promise.resolve(), now: () => new Date(0) });
    return builder.finish();
  } finally {
    api.close();
  }
}

const forbiddenIn = ({ coverage }: SnapshotDraft) => Object.entries(coverage).flatMap(([kind, { state }]) => (state === 'forbidden' ? [kind] : []));

describe('the service in a real cluster', () => {
  it('is admitted where the restricted Pod Security Standard is enforced', async () => {
    const namespace = await cluster.json<{ metadata: { labels: Record<string, string> } }>('get', 'namespace', 'foretrace');
    expect(namespace.metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
    // The pods of a workload that is not admitted are never made. This one waits for its disk, which nobody gives here.
    await waitFor('the pod of the service is made', async () => (await cluster.kubectl('-n', 'foretrace', 'get', 'pods', '-o', 'name')).startsWith('pod/foretrace-'));
    await expect(cluster.kubectl('-n', 'foretrace', 'run', 'careless', '--image=example.com/careless:1')).rejects.toThrow('violates PodSecurity');
    await tell({ component: 'kube-apiserver', scenario: 'deploy/base admitted under the restricted Pod Security Standard', questions: 2, differences: [] });
  });

  it('may read all that a capture reads', async () => {
    const draft = await capture();
    expect(forbiddenIn(draft)).toEqual([]);
    expect(draft.warnings).toEqual([]);
    expect(draft.objects.some(({ kind, name }) => kind === 'ConfigMap' && name === 'coredns')).toBe(true);
    expect(draft.objects.some(({ kind }) => kind === 'Secret')).toBe(false);
  });

  it('asks for nothing that its role does not list, and for all that it does', async () => {
    await writeFile(cluster.auditLog, '');
    await capture();
    const asked = await waitForAudit();
    const granted = await grantedRights();
    expect(asked.filter((right) => !granted.includes(right))).toEqual([]);
    const served = new Set((await cluster.kubectl('api-resources', '-o', 'name')).trim().split('\n').map((name) => name.replace(/\..*/, '')));
    const unused = granted.filter((right) => !asked.includes(right) && served.has(right.split(' ')[1]?.replace(/^.*\//, '') ?? ''));
    expect(unused).toEqual([]);
    await tell({ component: 'kube-apiserver', scenario: 'every request of a capture in the audit log, against the rights that deploy/ grants', questions: capturedResources.length, differences: [] });
  });

  it('may do nothing else: neither read Secrets nor write anything', async () => {
    const can = async (verb: string, resource: string, ...more: string[]) =>
      (await cluster.kubectl('auth', 'can-i', verb, resource, '--as=system:serviceaccount:foretrace:foretrace', ...more).catch((error: unknown) => String((error as { stdout: string }).stdout))).trim();
    const questions: [string, string][] = [
      ...['get', 'list', 'watch'].map((verb): [string, string] => [verb, 'secrets']),
      ...['create', 'update', 'patch', 'delete', 'deletecollection'].flatMap((verb) => ['pods', 'services', 'configmaps', 'nodes', 'ingresses.networking.k8s.io', 'deployments.apps'].map((resource): [string, string] => [verb, resource])),
      ['list', 'configmaps'],
      ['get', 'configmaps/team-0'],
    ];
    for (const [verb, resource] of questions) expect([verb, resource, await can(verb, resource, '-A')]).toEqual([verb, resource, 'no']);
    await tell({ component: 'kube-apiserver', scenario: 'what the role of deploy/ must not allow', questions: questions.length, differences: [] });
  });

  it('without one of its rights captures the rest, and says which kind it may not read', async () => {
    const role = await cluster.json<{ rules: Rule[] }>('get', 'clusterrole', 'foretrace');
    const withheld: string[] = [];
    for (const { kind, group, plural } of capturedResources.filter(({ kind }) => ['Pod', 'Service', 'EndpointSlice', 'Ingress', 'Deployment', 'Namespace', 'IPPool'].includes(kind))) {
      const rules = role.rules.map((rule) => (rule.apiGroups.includes(group) ? { ...rule, resources: rule.resources.filter((resource) => resource !== plural) } : rule)).filter(({ resources }) => resources.length > 0);
      await cluster.request('PATCH', '/apis/rbac.authorization.k8s.io/v1/clusterroles/foretrace', { rules });
      await waitFor(`${plural} are forbidden`, async () => forbiddenIn(await capture()).length > 0);
      expect(forbiddenIn(await capture())).toEqual([kind]);
      withheld.push(kind);
    }
    await cluster.request('PATCH', '/apis/rbac.authorization.k8s.io/v1/clusterroles/foretrace', { rules: role.rules });
    await tell({ component: 'kube-apiserver', scenario: 'one right withheld: that kind is forbidden, the rest is captured', questions: withheld.length, differences: [] });
  });
});

/** `list apps/deployments`, `get /configmaps kube-system/coredns`. */
async function waitForAudit(): Promise<readonly string[]> {
  let asked: string[] = [];
  await waitFor('the audit log has the last of the requests', async () => {
    const lines = (await readFile(cluster.auditLog, 'utf8')).split('\n').filter((line) => line.endsWith('}'));
    asked = lines.flatMap((line) => {
      const { verb, objectRef } = JSON.parse(line.replace(/^\0+/, '')) as { verb: string; objectRef?: { resource: string; apiGroup?: string; namespace?: string; name?: string } };
      if (objectRef === undefined) return [];
      const { resource, apiGroup = '', namespace, name } = objectRef;
      return [`${verb} ${apiGroup}/${resource}${name === undefined ? '' : ` ${namespace ?? ''}/${name}`}`];
    });
    const last = capturedResources.at(-1)?.named?.at(-1);
    return asked.includes(`get /configmaps ${last?.namespace ?? ''}/${last?.name ?? ''}`);
  });
  return [...new Set(asked)];
}

async function grantedRights(): Promise<readonly string[]> {
  const role = await cluster.json<{ rules: Rule[] }>('get', 'clusterrole', 'foretrace');
  const rights = role.rules.flatMap(spread);
  const roles = await cluster.json<{ items: { metadata: { name: string; namespace: string }; rules: Rule[] }[] }>('get', 'roles', '-A');
  const ours = roles.items.filter(({ metadata }) => metadata.name.startsWith('foretrace'));
  return [...rights, ...ours.flatMap(({ metadata, rules }) => rules.flatMap((rule) => spread(rule).flatMap((right) => (rule.resourceNames ?? []).map((name) => `${right} ${metadata.namespace}/${name}`))))];
}

function spread({ apiGroups, resources, verbs }: Rule): string[] {
  return verbs.flatMap((verb) => apiGroups.flatMap((group) => resources.map((resource) => `${verb} ${group}/${resource}`)));
}

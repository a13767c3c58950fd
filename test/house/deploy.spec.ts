import { basename, dirname, join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { capturedResources } from '../../src/platform/kubernetes/index.js';
import { filesUnder, read } from './project.js';

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** As much of a manifest as is held to anything here. */
interface Manifest {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly rules?: readonly PolicyRule[];
  readonly roleRef?: object;
  readonly subjects?: readonly object[];
  readonly spec?: unknown;
  readonly resources?: readonly string[];
}

const manifests = filesUnder('deploy')
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => loadAll(read(file)).map((manifest) => ({ file, ...(manifest as object) }) as Manifest));

const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);

const inBase = (kind: string) => ofKind(kind).find(({ file }) => dirname(file) === 'deploy/base');

describe('the permissions', () => {
  const [clusterRole, ...others] = ofKind('ClusterRole');
  const roles = ofKind('Role');

  it('let every kind be listed that a capture lists, and nothing else', () => {
    const granted = (clusterRole?.rules ?? []).flatMap(({ apiGroups, resources }) => apiGroups.flatMap((group) => resources.map((plural) => `${plural}.${group}`)));
    const listed = capturedResources.filter(({ named }) => named === undefined).map(({ plural, group }) => `${plural}.${group}`);
    expect(others).toEqual([]);
    expect(granted.sort()).toEqual(listed.sort());
    expect(clusterRole?.rules?.flatMap(({ verbs }) => verbs).filter((verb) => verb !== 'list')).toEqual([]);
    expect(clusterRole?.rules?.filter(({ resourceNames }) => resourceNames !== undefined)).toEqual([]);
  });

  it('let every object be read that a capture reads by name, and nothing else', () => {
    const granted = roles.flatMap(({ metadata, rules = [] }) =>
      rules.flatMap(({ apiGroups, resources, resourceNames = ['*'], verbs }) =>
        apiGroups.flatMap((group) => resources.flatMap((plural) => verbs.flatMap((verb) => resourceNames.map((name) => `${verb} ${plural}.${group} ${metadata.namespace}/${name}`)))),
      ),
    );
    const wanted = capturedResources.flatMap(({ group, plural, named = [] }) => named.map(({ namespace, name }) => `get ${plural}.${group} ${namespace}/${name}`));
    expect(wanted.length).toBeGreaterThan(20);
    expect(granted.sort()).toEqual(wanted.sort());
  });

  it('are in a file of their own for each namespace that not every cluster has', () => {
    expect(roles.map(({ file, metadata }) => [file, metadata.namespace])).toEqual(
      roles.map(({ metadata: { namespace } }) => [namespace === 'kube-system' ? 'deploy/base/configmaps.yaml' : `deploy/configmaps/${namespace}.yaml`, namespace]),
    );
  });

  it('know neither Secrets nor wildcards', () => {
    expect(JSON.stringify([clusterRole, ...roles].map((role) => role?.rules))).not.toMatch(/secrets|\*/);
  });

  it('are bound to the account of the service, each where it stands', () => {
    const subjects = [{ kind: 'ServiceAccount', name: 'foretrace', namespace: 'foretrace' }];
    const bindings = [...ofKind('ClusterRoleBinding'), ...ofKind('RoleBinding')];
    expect(bindings.map(({ roleRef, subjects: bound, metadata }) => ({ roleRef, bound, namespace: metadata.namespace }))).toEqual(
      [clusterRole, ...roles].map((role) => ({
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: role?.kind, name: role?.metadata.name },
        bound: subjects,
        namespace: role?.metadata.namespace,
      })),
    );
  });
});

describe('the Deployment', () => {
  const deployment = inBase('Deployment');

  it('fits the restricted Pod Security Standard, which its namespace enforces', () => {
    expect(inBase('Namespace')?.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(deployment?.spec).toMatchObject({
      template: {
        spec: {
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [{ securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } } }],
          volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'foretrace' } }],
        },
      },
    });
    expect(JSON.stringify(deployment)).not.toMatch(/hostNetwork|hostPID|hostIPC|hostPath|hostPort|privileged|"add"/);
  });

  it('runs as the user of the image', () => {
    const [, user, group] = /^USER (\d+):(\d+)$/m.exec(read('Dockerfile')) ?? [];
    expect(Number(user)).toBeGreaterThan(0);
    expect(deployment?.spec).toMatchObject({ template: { spec: { securityContext: { runAsUser: Number(user), runAsGroup: Number(group), fsGroup: Number(group) } } } });
  });

  it('lets in nobody without a token, and writes to the volume alone', () => {
    expect(deployment?.spec).toMatchObject({
      template: {
        spec: {
          containers: [
            {
              env: [{ name: 'API_TOKENS', valueFrom: { secretKeyRef: { name: 'foretrace', key: 'API_TOKENS' } } }, { name: 'DATA_DIR', value: '/data' }, {}, {}],
              volumeMounts: [{ name: 'data', mountPath: '/data' }],
            },
          ],
        },
      },
    });
    expect(JSON.stringify(manifests)).not.toContain('"AUTH"');
  });

  it('is one, made anew at a change, as the embedded database belongs to one process', () => {
    expect(deployment?.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });
});

describe('the kustomizations', () => {
  it('name every file beside them', () => {
    for (const { file } of ofKind('Kustomization')) {
      const beside = filesUnder(dirname(file)).filter((each) => each !== file);
      expect(beside.filter((each) => !read(file).includes(basename(each))), file).toEqual([]);
    }
  });

  it('name nothing that is not there', () => {
    const there = new Set(filesUnder('deploy').flatMap((file) => [file, dirname(file)]));
    const named = ofKind('Kustomization').flatMap(({ file, resources = [] }) => resources.map((resource) => join(dirname(file), resource)));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !there.has(path))).toEqual([]);
  });
});

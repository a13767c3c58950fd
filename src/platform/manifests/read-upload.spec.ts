import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import type { Hint, ListEnd, ObjectSink, SnapshotWarning } from '../../core/cluster/index.js';
import { defaultUploadLimits, readUpload, type UploadLimits } from './index.js';

/** Writes down what a reader hands on: `Pod web/a` for an object, `<Pod 2>` for the end of a list. */
class Notebook implements ObjectSink {
  readonly lines: string[] = [];
  readonly warnings: string[] = [];
  readonly objects: unknown[] = [];
  readonly hints: Hint[] = [];
  readonly ends: ListEnd[] = [];

  object(raw: unknown, hint: Hint): void {
    const object = raw as { kind?: string; metadata?: { name?: string; namespace?: string }; name?: string };
    const name = object.metadata?.name ?? object.name ?? `(${hint.name ?? ''})`;
    this.lines.push(`${object.kind ?? `~${hint.kind}`} ${object.metadata?.namespace === undefined ? '' : `${object.metadata.namespace}/`}${name}`);
    this.objects.push(raw);
    this.hints.push(hint);
  }

  plain(): void {
    throw new Error('nothing is read in a lane');
  }

  list(end: ListEnd): void {
    const { kind, namespace, resourceVersion, continueToken, remainingItemCount, count, unreadable } = end;
    this.ends.push(end);
    const more = [namespace !== undefined && `in ${namespace || 'all'}`, resourceVersion && `at ${resourceVersion}`, continueToken && `more ${remainingItemCount}`, unreadable > 0 && `unreadable ${unreadable}`];
    this.lines.push(['<' + (kind ?? 'any'), count, ...more.filter((part) => typeof part === 'string')].join(' ') + '>');
  }

  warn({ file, detail }: SnapshotWarning): void {
    this.warnings.push(file === undefined ? detail : `${file}: ${detail}`);
  }
}

const limits: UploadLimits = { ...defaultUploadLimits, documentBytes: 1024 * 1024 };

async function read(body: string | Buffer, options: { type?: string; limits?: Partial<UploadLimits>; chunk?: number } = {}): Promise<Notebook> {
  const notebook = new Notebook();
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const chunk = options.chunk ?? bytes.length;
  const source = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunk) yield await Promise.resolve(bytes.subarray(at, at + chunk));
  };
  await readUpload(source(), options.type ?? 'application/octet-stream', { ...limits, ...options.limits }, notebook);
  return notebook;
}

type File = readonly [name: string, content: string | Buffer, header?: Partial<Header>];

async function tar(...files: readonly File[]): Promise<Buffer> {
  const archive = pack();
  for (const [name, content, header] of files) archive.entry({ name, ...header }, content);
  archive.finalize();
  return buffer(Readable.from(archive));
}

function pod(name: string, more: object = {}): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'web' }, ...more };
}

function bare(name: string, namespace?: string): object {
  return { metadata: { name, ...(namespace !== undefined && { namespace }) }, spec: {} };
}

const json = JSON.stringify;
const podYaml = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: web\n`;

interface Case {
  readonly name: string;
  readonly body: string | Buffer;
  readonly type?: string;
  readonly told: readonly string[];
  readonly warnings?: readonly string[];
}

const jsonCases: readonly Case[] = [
  { name: 'one object', body: json(pod('a')), told: ['Pod web/a'] },
  { name: 'the List that kubectl prints', body: json({ apiVersion: 'v1', items: [pod('a'), pod('b')], kind: 'List', metadata: { resourceVersion: '' } }), told: ['Pod web/a', 'Pod web/b', '<any 2>'] },
  { name: 'a typed list tells the kind of its items', body: json({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '7' }, items: [bare('a')] }), told: ['~Pod a', '<Pod 1 at 7>'] },
  { name: 'a typed list that tells it only after them, as jq -S writes it', body: json({ apiVersion: 'v1', items: [bare('a'), bare('b')], kind: 'PodList', metadata: { resourceVersion: '7' } }), told: ['~Pod a', '~Pod b', '<Pod 2 at 7>'] },
  { name: 'a page of a list', body: json({ kind: 'PodList', metadata: { continue: 'x', remainingItemCount: 9 }, items: [bare('a')] }), told: ['~Pod a', '<Pod 1 more 9>'] },
  { name: 'a typed list of nothing', body: '{"kind":"PodList","apiVersion":"v1","items":[]}', told: ['<Pod 0>'] },
  { name: 'a typed list of nothing, as Go writes it', body: '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":null}', told: ['<Pod 0>'] },
  { name: 'an array of objects', body: json([pod('a'), pod('b')]), told: ['Pod web/a', 'Pod web/b', '<any 2>'] },
  { name: 'an array of lists', body: json([{ kind: 'PodList', items: [bare('a')] }, { kind: 'ServiceList', items: [bare('s')] }]), told: ['~Pod a', '<Pod 1>', '~Service s', '<Service 1>'] },
  { name: 'lists in a list', body: json({ kind: 'List', items: [{ kind: 'PodList', items: [bare('a')] }, pod('b')] }), told: ['~Pod a', '<Pod 1>', 'Pod web/b', '<any 1>'] },
  { name: 'objects one a line', body: `${json(pod('a'))}\n${json(pod('b'))}\n`, told: ['Pod web/a', 'Pod web/b'] },
  { name: 'objects without anything between', body: json(pod('a')) + json(pod('b')), told: ['Pod web/a', 'Pod web/b'] },
  {
    name: 'the internal form of old kubectl, known by its selfLink',
    body: json({ selfLink: '/api/v1/namespaces/web/pods', resourceVersion: '9', Items: [{ name: 'a', namespace: 'web', selfLink: '/api/v1/namespaces/web/pods/a', Spec: {} }] }),
    told: ['~Pod a', '<Pod 1 in web at 9>'],
  },
  { name: 'a list without a kind, known by the selfLinks of its items', body: json({ items: [{ metadata: { name: 'n', selfLink: '/api/v1/nodes/n' } }] }), told: ['~Node n', '<any 1>'] },
  { name: 'a selfLink in the group in which the kind once was', body: json({ metadata: { name: 'd', selfLink: '/apis/extensions/v1beta1/namespaces/web/deployments/d' } }), told: ['~Deployment d'] },
  { name: 'a pod or node that nothing names, known by its shape', body: json({ items: [{ metadata: { name: 'a' }, spec: { containers: [] } }, { metadata: { name: 'n' }, status: { nodeInfo: {} } }] }), told: ['~Pod a', '~Node n', '<any 2>'] },
  { name: 'the version of the API server', body: json({ major: '1', minor: '30', gitVersion: 'v1.30.2' }), told: ['~undefined ()'] },
  { name: 'a JSON object told to be YAML', body: json(pod('a')), type: 'application/yaml', told: ['Pod web/a'] },
  { name: 'a byte order mark', body: `\ufeff${json(pod('a'))}`, told: ['Pod web/a'] },
  { name: 'UTF-16, as PowerShell redirects', body: Buffer.from(`\ufeff${json(pod('a'))}`, 'utf16le'), told: ['Pod web/a'] },
  { name: 'bytes that are not UTF-8', body: Buffer.from(json(pod('\xff')), 'latin1'), told: ['Pod web/\ufffd'], warnings: ['JSON values with bytes that are not UTF-8, read as U+FFFD: 1'] },
  { name: 'a warning of kubectl before the JSON', body: `Warning: v1 ComponentStatus is deprecated in v1.19+\n${json(pod('a'), null, 1)}`, told: ['Pod web/a'], warnings: ['lines of text or logs between JSON documents, passed over: 1'] },
  { name: 'JSON that is no object of Kubernetes', body: `${json({ level: 'info' })}\n${json(pod('a'))}`, told: ['Pod web/a'], warnings: ['documents that are no Kubernetes object, passed over: 1'] },
  { name: 'a broken item among whole ones', body: `{"kind":"PodList","items":[${json(bare('a'))},{"metadata":tru},${json(bare('c'))}]}`, told: ['~Pod a', '~Pod c', '<Pod 2 unreadable 1>'], warnings: ['the JSON value at byte 63 cannot be read'] },
  { name: 'a list that stops being JSON', body: `{"kind":"PodList","items":[${json(bare('a'))} ${json(bare('b'))}]}\n${json(pod('c'))}`, told: ['~Pod a', '<Pod 1 unreadable 1>', 'Pod web/c'], warnings: ['stops being JSON at byte 63; read on at the next line that begins with a bracket', 'lines of text or logs between JSON documents, passed over: 1'] },
  {
    name: 'cluster-info dump to standard output: its lists are of one namespace, its logs no objects',
    body: [
      json({ kind: 'NodeList', items: [bare('n1')] }),
      ...['Event', 'ReplicationController', 'Service', 'DaemonSet', 'Deployment', 'ReplicaSet'].map((kind) => json({ kind: `${kind}List`, items: kind === 'Service' ? [bare('dns', 'kube-system')] : null }, null, 2)),
      json({ kind: 'PodList', items: [bare('etcd', 'kube-system')] }, null, 2),
      '==== START logs for container etcd of pod kube-system/etcd ====',
      json(pod('not-an-object')),
      '==== END logs for container etcd of pod kube-system/etcd ====',
    ].join('\n'),
    told: ['~Node n1', '<Node 1>', '~Service kube-system/dns', '~Pod kube-system/etcd', ...['Event 0', 'ReplicationController 0', 'Service 1', 'DaemonSet 0', 'Deployment 0', 'ReplicaSet 0', 'Pod 1'].map((list) => `<${list} in kube-system>`)],
    warnings: ['lines of text or logs between JSON documents, passed over: 3'],
  },
  { name: 'lists in another order are no cluster-info dump', body: [json({ kind: 'PodList', items: [bare('a', 'web')] }), json({ kind: 'EventList', items: [bare('e', 'web')] })].join('\n'), told: ['~Pod web/a', '<Pod 1>', '~Event web/e', '<Event 1>'] },
];

const yamlCases: readonly Case[] = [
  { name: 'one document', body: podYaml('a'), told: ['Pod web/a'] },
  { name: 'several documents, comments and nothing between', body: `# first\n---\n${podYaml('a')}---\n# nothing\n--- # second\n${podYaml('b')}...\n---\n`, told: ['Pod web/a', 'Pod web/b'] },
  { name: 'Windows line ends', body: `${podYaml('a')}---\n${podYaml('b')}`.replaceAll('\n', '\r\n'), told: ['Pod web/a', 'Pod web/b'] },
  { name: 'a document that begins on the line of its mark', body: `--- {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: web}}\n`, told: ['Pod web/a'] },
  { name: 'a directive', body: `%YAML 1.1\n---\n${podYaml('a')}`, told: ['Pod web/a'] },
  { name: 'JSON in a document', body: `# c\n---\n${json(pod('a'))}\n---\n${podYaml('b')}`, type: 'application/yaml', told: ['Pod web/a', 'Pod web/b'] },
  { name: 'a block scalar that seems to hold a mark', body: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: |\n    ---\n    items:\n    - x\n', told: ['ConfigMap c'] },
  { name: 'the List that kubectl prints', body: `apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n    labels:\n    - x\n# between\n- kind: Pod\n  metadata: {name: b}\nkind: List\nmetadata:\n  resourceVersion: ""\n`, told: ['Pod a', 'Pod b', '<any 2>'] },
  { name: 'a List with indented items', body: 'kind: PodList\napiVersion: v1\nitems: # all\n\n  -   metadata:\n        name: a\n  - metadata:\n      name: b\n', told: ['~Pod a', '~Pod b', '<Pod 2>'] },
  { name: 'a List of nothing', body: 'apiVersion: v1\nkind: PodList\nitems: []\n', told: ['<Pod 0>'] },
  { name: 'a typed list of null', body: 'apiVersion: v1\nkind: PodList\nitems:\nmetadata: {}\n', told: ['<Pod 0>'] },
  { name: 'a list in flow style', body: 'kind: List\nitems: [{kind: Pod, metadata: {name: a}}]\n', told: ['Pod a', '<any 1>'] },
  { name: 'two Lists', body: 'kind: List\nitems:\n- kind: Pod\n  metadata: {name: a}\n---\nkind: List\nitems:\n- kind: Pod\n  metadata: {name: b}\n', told: ['Pod a', '<any 1>', 'Pod b', '<any 1>'] },
  { name: 'a sequence of objects', body: '- kind: Pod\n  metadata: {name: a}\n', told: ['Pod a', '<any 1>'] },
  { name: 'a broken document between whole ones', body: `${podYaml('a')}---\nkind: Pod\n\tmetadata: x\n---\n${podYaml('c')}`, told: ['Pod web/a', 'Pod web/c'], warnings: [expect.stringMatching(/^cannot be read as YAML: .+ \(line 8, column \d+\)$/) as string] },
  { name: 'a broken item among whole ones', body: 'kind: PodList\nitems:\n- metadata: {name: a}\n- metadata: {{ hole }}\n- metadata: {name: c}\n', told: ['~Pod a', '~Pod c', '<Pod 2 unreadable 1>'], warnings: [expect.stringContaining('(line 4, column') as string] },
  { name: 'a key given twice', body: `${podYaml('a')}spec:\n  x: 1\n  x: 2\n`, told: ['Pod web/a'], warnings: ['the key "x" is given twice; the last value counts (line 8, column 3)'] },
  { name: 'a template of which one document is whole', body: `${podYaml('a')}---\n${podYaml('b')}spec:\n  replicas: {{ n }}\n`, told: ['Pod web/a'], warnings: [expect.stringMatching(/^cannot be read as YAML/) as string] },
  { name: 'a template around a whole document', body: `{% if x %}\n${podYaml('a')}{% endif %}\n`, told: ['Pod web/a'], warnings: ['manifests taken out of other text: 1'] },
  { name: 'a template that cuts a document in two gives no half of it', body: `{% if x %}\n${podYaml('a')}{% endif %}\n  labels: {}\n---\n${podYaml('b')}`, told: ['Pod web/b'], warnings: [expect.stringMatching(/^cannot be read as YAML/) as string] },
  { name: 'a terminal in which manifests were shown', body: `$ kubectl apply -f a.yaml\npod/a created\n$ cat a.yaml\n${podYaml('a')}$ cat b.yaml\n${podYaml('b')}$ \n`, told: ['Pod web/a', 'Pod web/b'], warnings: ['manifests taken out of other text: 2'] },
  { name: 'a terminal in which a List was shown', body: `$ cat a.yaml\napiVersion: v1\nkind: List\nitems:\n  - kind: Pod\n    metadata:\n      name: a\n$ \n`, told: ['Pod a', '<any 1>'], warnings: [expect.stringContaining('what stands around the items of a list cannot be read') as string] },
  { name: 'YAML told to be JSON', body: podYaml('a'), type: 'application/json', told: ['Pod web/a'] },
  { name: 'YAML told to be text', body: podYaml('a'), type: 'text/plain; charset=utf-8', told: ['Pod web/a'] },
  { name: 'Markdown with fenced manifests', body: `# Title\n\nkind of prose: yes\n\n\`\`\`yaml\n${podYaml('a')}---\n${podYaml('b')}\`\`\`\n\n- then\n\n  ~~~yml\n  kind: Pod\n  metadata: {name: c}\n  ~~~\n\n\`\`\`sh\nkind: Pod\n\`\`\`\n`, type: 'text/markdown', told: ['Pod web/a', 'Pod web/b', 'Pod c'] },
];

describe('readUpload reads', () => {
  it.each([...jsonCases, ...yamlCases])('$name', async ({ body, type, told, warnings }) => {
    const notebook = await read(body, { ...(type !== undefined && { type }) });
    expect(notebook.lines).toEqual(told);
    expect(notebook.warnings).toEqual(warnings ?? []);
  });

  it.each([...jsonCases, ...yamlCases])('$name: the same byte by byte', async ({ body, type, told, warnings }) => {
    const notebook = await read(body, { chunk: 1, ...(type !== undefined && { type }) });
    expect(notebook.lines).toEqual(told);
    expect(notebook.warnings).toEqual(warnings ?? []);
  });

  it.each([...jsonCases, ...yamlCases])('$name: the same gzipped', async ({ body, told }) => {
    expect((await read(gzipSync(body), { type: 'application/gzip' })).lines).toEqual(told);
  });

  it('keeps __proto__ and constructor of an object as plain keys', async () => {
    const { objects } = await read('{"kind":"Pod","metadata":{"name":"a","__proto__":{"isAdmin":true}},"constructor":{"prototype":{"isAdmin":true}}}');
    const { metadata } = objects[0] as { metadata: object };
    expect(Object.keys(metadata)).toEqual(['name', '__proto__']);
    expect('isAdmin' in metadata || 'isAdmin' in {}).toBe(false);
  });

  it('finds JSON behind more white space than it looks at first', async () => {
    expect((await read(`${' \n'.repeat(100_000)}${json(pod('a'))}`)).lines).toEqual(['Pod web/a']);
  });

  it('reads the first items of an object that gives them more than once, and says so', async () => {
    const notebook = await read(`{"kind":"PodList","items":[${json(pod('a'))}],"items":[${json(pod('b'))}]}`);
    expect(notebook.lines).toEqual(['Pod web/a', '<Pod 1 unreadable 1>']);
    expect(notebook.warnings).toEqual([expect.stringContaining('gives its items more than once')]);
  });

  it('does not go through an object again for each list that it might hold', async () => {
    const notebook = await read(`{"kind":"PodList"${',"items":[]'.repeat(50_000)}}`);
    expect(notebook.lines).toEqual(['<Pod 0 unreadable 1>']);
  });

  it('repeats no value of a document, and of a name no more than its beginning', async () => {
    const { warnings } = await read(`kind: Pod\nmetadata:\n  name: !!int hunter2\n---\nkind: Pod\nmetadata: {name: a}\n${`${'k'.repeat(500)}: 1\n`.repeat(2)}`);
    expect(warnings).toEqual([expect.stringMatching(/this is not a !!int \(line 3, column 15\)$/), expect.stringMatching(/^the key "k{50,200}… \(line 8, column 1\)$/)]);
  });

  it('tells what it read', async () => {
    const body = json(pod('a'));
    expect(await readUpload(Readable.from([Buffer.from(body)]), 'application/json', limits, new Notebook())).toEqual({ documents: 1, files: 1, bytes: body.length });
    const archive = await tar(['d', '', { type: 'directory' }], ['d/a.json', body], ['d/b.txt', 'b']);
    expect(await readUpload(Readable.from([gzipSync(archive)]), 'application/gzip', limits, new Notebook())).toEqual({ documents: 1, files: 2, bytes: archive.length });
  });
});

const archives: { readonly name: string; readonly files: readonly File[]; readonly told: readonly string[]; readonly warnings?: readonly string[] }[] = [
  {
    name: 'a cluster-info dump: the folder is the namespace',
    files: [['d/nodes.json', json({ kind: 'NodeList', items: [bare('n')] })], ['d/web/pods.json', json({ kind: 'PodList', items: [bare('a', 'web')] })], ['d/web/daemonsets.json', json({ kind: 'DaemonSetList', items: [] })], ['d/web/a/logs.txt', '{"kind":"Pod"}']],
    told: ['~Node n', '<Node 1>', '~Pod web/a', '<Pod 1 in web>', '<DaemonSet 0 in web>'],
    warnings: ['files passed over, as they are logs: 1 (d/web/a/logs.txt)'],
  },
  {
    name: 'a folder that only looks like a namespace',
    files: [['all/pods.json', json({ kind: 'PodList', items: [bare('a', 'web'), bare('b', 'shop')] })], ['all/daemonsets.json', json({ kind: 'DaemonSetList', items: [] })]],
    told: ['~Pod web/a', '~Pod shop/b', '<Pod 2>', '<DaemonSet 0>'],
  },
  { name: 'objects without a kind, known by their path', files: [['config/pod/web/a.json', json(bare('a', 'web'))], ['config/node/n.json', json(bare('n'))]], told: ['~Pod web/a', '~Node n', '<Node 1 in all>'] },
  {
    name: 'folders that hold a kind whole, one object a file: they are lists',
    files: [['resources/pods/namespaces/web/a.json', json(pod('a'))], ['resources/pods/namespaces/web/b.json', json(pod('b'))], ['resources/ippools.crd.projectcalico.org/cluster/p.json', json({ apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata: { name: 'p' } })]],
    told: ['Pod web/a', 'Pod web/b', 'IPPool p', '<Pod 2 in web>', '<IPPool 1 in all>'],
  },
  {
    name: 'such a folder with files that cannot be read',
    files: [['resources/pods/namespaces/web/a.json', json(pod('a'))], ['resources/pods/namespaces/web/b.json', '{"kind":'], ['resources/pods/namespaces/web/c.json', '{"kind":tru}']],
    told: ['Pod web/a', '<Pod 1 in web unreadable 2>'],
    warnings: ['resources/pods/namespaces/web/b.json: ends early: the JSON document that is open at byte 0 is not complete', 'resources/pods/namespaces/web/c.json: the JSON value at byte 0 cannot be read'],
  },
  { name: 'ConfigMaps that come one key a file', files: [['config/configmaps/web/c/Corefile', '.:53 {}\n'], ['config/configmaps/web/c/other', '{"kind":"Pod"}']], told: ['ConfigMap web/c'] },
  { name: "OpenShift's own kind is not taken for Kubernetes'", files: [['config/ingress.json', json({ metadata: { name: 'cluster', selfLink: '/apis/config.openshift.io/v1/ingresses/cluster' } })]], told: ['~undefined cluster'] },
  { name: 'what is no object', files: [['package.json', '{"name":"x"}'], ['a.json', json(pod('a'))]], told: ['Pod web/a'], warnings: ['documents that are no Kubernetes object, passed over: 1 (package.json)'] },
  {
    name: 'files of any other kind',
    files: [['README.txt', 'hello\n'], ['a.bin', Buffer.from([1, 0, 2])], ['empty', ''], ['a.yaml', podYaml('a')]],
    told: ['Pod web/a'],
    warnings: ['files that hold no JSON or YAML of Kubernetes, passed over: 2 (README.txt, empty)', 'files that are no text, passed over: 1 (a.bin)'],
  },
  { name: 'a broken file among whole ones', files: [['a.json', json(pod('a'))], ['b.json', json(pod('b')).slice(0, -3)], ['c.json', json(pod('c'))]], told: ['Pod web/a', 'Pod web/c'], warnings: ['b.json: ends early: the JSON document that is open at byte 0 is not complete'] },
  { name: 'a zip among whole files', files: [['a.zip', 'PK\x03\x04...'], ['a.json', json(pod('a'))]], told: ['Pod web/a'], warnings: [expect.stringContaining('a.zip: is a zip archive') as string] },
  { name: 'a gzipped file, and one that is broken', files: [['a.json.gz', gzipSync(json(pod('a')))], ['b.json.gz', gzipSync(json(pod('b'))).subarray(0, 30)], ['c.json', json(pod('c'))]], told: ['Pod web/a', 'Pod web/c'], warnings: [expect.stringContaining('b.json.gz: is broken gzip') as string] },
  {
    name: 'links, devices and names that lead out of the archive',
    files: [['link', '', { type: 'symlink', linkname: '/etc/passwd' }], ['hard', '', { type: 'link', linkname: 'a.json' }], ['dev', '', { type: 'character-device' }], ['dir', '', { type: 'directory' }], ['../../etc/a.json', json(pod('a'))], ['/abs/b.json', json(pod('b'))]],
    told: ['Pod web/a', 'Pod web/b'],
    warnings: ['links and devices in archives, passed over: 3 (link, hard, dev)'],
  },
];

describe('readUpload reads archives', () => {
  it.each(archives)('$name', async ({ files, told, warnings }) => {
    const archive = await tar(...files);
    for (const body of [archive, gzipSync(archive)]) {
      const notebook = await read(body);
      expect(notebook.lines).toEqual(told);
      expect(notebook.warnings).toEqual(warnings ?? []);
    }
  });

  it('gives each object the file and what the path tells', async () => {
    const { hints } = await read(await tar(['ns/web/core_v1_pods.json', json({ items: [bare('a', 'web')] })], ['resources/pods/namespaces/web/b.json', json(pod('b'))]));
    expect(hints).toEqual([
      { file: 'ns/web/core_v1_pods.json', kind: 'Pod', apiVersion: 'v1', namespace: 'web' },
      { file: 'resources/pods/namespaces/web/b.json', kind: 'Pod', apiVersion: 'v1', namespace: 'web', name: 'b' },
    ]);
  });

  it('takes no folder of manifests for a namespace', async () => {
    const { hints } = await read(await tar(['shop/services.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: s}\n']));
    expect(hints).toEqual([{ file: 'shop/services.yaml', kind: 'Service', apiVersion: 'v1' }]);
  });

  it('gathers the keys of a ConfigMap', async () => {
    const { objects } = await read(await tar(['configmaps/web/c/a', '1'], ['configmaps/web/c/__proto__', '2']));
    expect(Object.entries((objects[0] as { data: object }).data)).toEqual([['a', '1'], ['__proto__', '2']]);
  });

  it('an archive in an archive', async () => {
    const inner = gzipSync(await tar(['a.json', json(pod('a'))]));
    const { lines, hints } = await read(gzipSync(await tar(['./inner.tar.gz', inner], ['./b.json', json(pod('b'))])));
    expect(lines).toEqual(['Pod web/a', 'Pod web/b']);
    expect(hints).toEqual([{ file: 'inner.tar.gz/a.json' }, { file: 'b.json' }]);
  });

  const live = (kind: string, namespace?: string): object => ({ apiVersion: 'v1', kind, metadata: { name: 'x', uid: 'u', ...(namespace !== undefined && { namespace }) } });
  const listed = { kinds: [], namespaces: [] };
  it.each<[string, object, Partial<ListEnd>]>([
    ['what it was asked for, by its selfLink', { kind: 'PodList', metadata: { selfLink: '/api/v1/pods' }, items: [live('Pod', 'web')] }, { kind: 'Pod', namespace: '', kinds: ['Pod'], namespaces: ['web'] }],
    ['one namespace by its selfLink, though it is empty', { kind: 'PodList', metadata: { selfLink: '/api/v1/namespaces/web/pods' }, items: [] }, { ...listed, kind: 'Pod', namespace: 'web' }],
    ['no scope where nothing does', { kind: 'PodList', items: [] }, { ...listed, kind: 'Pod' }],
    ['the namespaces of its items, of which two are enough', { kind: 'List', items: ['web', 'shop', 'data'].map((namespace) => live('Pod', namespace)) }, { kinds: ['Pod'], namespaces: ['web', 'shop'] }],
    ['the kinds of its items', [live('Pod', 'web'), live('Service', 'web'), live('Event', 'web'), live('Node')], { kinds: ['Pod', 'Service', 'Node'], namespaces: ['web'] }],
    ["not somebody else's kinds of those names", [{ ...live('Service', 'web'), apiVersion: 'serving.knative.dev/v1' }], { kinds: [], namespaces: ['web'] }],
    ['no kind of which it has manifests only', { kind: 'List', items: [pod('a')] }, { kinds: [], namespaces: ['web'] }],
    ['the kind of an item that was trimmed and names its owner', { kind: 'List', items: [{ kind: 'Pod', metadata: { name: 'a', namespace: 'web', ownerReferences: [{ kind: 'Job' }] } }] }, { kinds: ['Pod'], namespaces: ['web'] }],
  ])('a list tells %s', async (_, body, told) => {
    const { ends } = await read(json(body));
    expect(ends).toHaveLength(1);
    const { kind, namespace, kinds, namespaces } = ends[0] as ListEnd;
    expect({ ...(kind !== undefined && { kind }), ...(namespace !== undefined && { namespace }), kinds, namespaces }).toEqual(told);
  });

  it('passes over a large file without holding it', async () => {
    const large = Buffer.alloc(4 * 1024 * 1024, 'no object\n');
    expect((await read(await tar(['large.txt', large], ['a.json', json(pod('a'))]))).lines).toEqual(['Pod web/a']);
  });
});

async function code(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'read',
    (error: unknown) => `${(error as { code?: string }).code}: ${(error as Error).message}`,
  );
}

describe('readUpload refuses', () => {
  const podList = (count: number): string => json({ kind: 'PodList', items: Array.from({ length: count }, (_, i) => pod(`p${i}`)) });
  const bomb = gzipSync(Buffer.concat([Buffer.from(json(pod('a'))), Buffer.alloc(32 * 1024 * 1024, ' ')]));

  it.each([
    { name: 'more bytes than allowed', body: podList(100), limits: { bytes: 1000 }, told: /^too-large: .*1000 bytes/ },
    { name: 'more unpacked bytes than allowed', body: gzipSync(podList(100)), limits: { bytes: 1000 }, told: /^too-large: .*1000 bytes/ },
    { name: 'more than a file unpacks to', body: bomb, limits: {}, told: /^unsafe-upload: .*200 times.*`ratio`/ },
    { name: 'a JSON document larger than allowed', body: json(pod('a', { spec: 'x'.repeat(2000) })), limits: { documentBytes: 1000 }, told: /^too-large: .*1000 bytes.*`documentBytes`/ },
    { name: 'a YAML document larger than allowed', body: `${podYaml('a')}spec: ${'x'.repeat(2000)}\n`, limits: { documentBytes: 1000 }, told: /^too-large: .*`documentBytes`/ },
    { name: 'many small lines of one YAML document', body: `${podYaml('a')}spec:\n${'- x\n'.repeat(1000)}`, limits: { documentBytes: 1000 }, told: /^too-large: .*`documentBytes`/ },
    { name: 'items that wait for their kind, more than allowed', body: json({ items: Array.from({ length: 50 }, () => bare('a')), kind: 'PodList' }), limits: { documentBytes: 1000 }, told: /^too-large: .*tells its kind only after its items/ },
    { name: 'more objects than allowed', body: podList(3), limits: { objects: 2 }, told: /^too-large: .*2 objects.*`objects`/ },
    { name: 'the shortest items that wait for their kind, more than can be held', body: `[${'{},'.repeat(50)}{}]`, limits: { documentBytes: 1000 }, told: /^too-large: .*tells its kind only after its items/ },
    { name: 'lists in lists that together hold more than allowed', body: `{"a":"${'x'.repeat(600)}","items":[`.repeat(2), limits: { documentBytes: 1000 }, told: /^too-large: .*`documentBytes`/ },
    { name: 'a YAML document that would be long to parse', body: `kind: Pod\n# ${'x'.repeat(9 * 1024 * 1024)}\n`, limits: { documentBytes: 32 * 1024 * 1024 }, told: /^too-large: .*8388608 bytes/ },
    { name: 'nesting in JSON', body: `{"kind":"Pod","spec":${'['.repeat(200)}${']'.repeat(200)}}`, limits: {}, told: /^unsafe-upload: .*100 levels/ },
    { name: 'nesting in JSON beyond the stack', body: '['.repeat(1_000_000), limits: {}, told: /^unsafe-upload: .*100 levels/ },
    { name: 'nesting in YAML', body: `kind: Pod\nspec: ${'['.repeat(200)}${']'.repeat(200)}\n`, limits: {}, told: /^unsafe-upload: .*100 levels/ },
    { name: 'aliases that write out without end', body: `kind: Pod\n${Array.from({ length: 12 }, (_, i) => `l${i}: &l${i} [${Array(9).fill(i === 0 ? 'x' : `*l${i - 1}`).join(', ')}]`).join('\n')}\n`, limits: {}, told: /^unsafe-upload: .*nodes/ },
    { name: 'a JSON object cut short', body: json(pod('a')).slice(0, -5), limits: {}, told: /^unreadable-upload: .*ends early.*byte 0/ },
    { name: 'a JSON list cut short', body: podList(3).slice(0, -40), limits: {}, told: /^unreadable-upload: .*ends early/ },
    { name: 'gzip cut short', body: gzipSync(podList(3)).subarray(0, -10), limits: {}, told: /^unreadable-upload: .*broken gzip/ },
    { name: 'gzip with a broken byte', body: Buffer.from(gzipSync(podList(3)).map((byte, i) => (i === 60 ? byte ^ 0xff : byte))), limits: {}, told: /^unreadable-upload: .*broken gzip/ },
    { name: 'zip', body: 'PK\x03\x04', limits: {}, told: /^unreadable-upload: .*zip.*tar -cz/ },
    { name: 'zstd', body: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), limits: {}, told: /^unreadable-upload: .*gzip/ },
    { name: 'nothing', body: '', limits: {}, told: /^unreadable-upload: no Kubernetes object/ },
    { name: 'text', body: 'hello\n', limits: {}, told: /^unreadable-upload: no Kubernetes object.*files that hold no JSON or YAML of Kubernetes, passed over: 1/ },
    { name: 'a list of nothing that tells of no kind', body: '{"apiVersion":"v1","items":[],"kind":"List"}', limits: {}, told: /^unreadable-upload: no Kubernetes object/ },
    { name: 'a template that cannot be read', body: 'kind: Pod\nspec: {{ hole }}\n', limits: {}, told: /^unreadable-upload: no Kubernetes object.*cannot be read as YAML: .+ \(line 2, column \d+\)/ },
    { name: 'JSON of something else', body: '{"name":"my-package"}', limits: {}, told: /^unreadable-upload: no Kubernetes object/ },
  ])('$name', async ({ body, limits: own, told }) => {
    expect(await code(read(body, { limits: own }))).toMatch(told);
  });

  it('more entries than allowed', async () => {
    const archive = await tar(['a.json', json(pod('a'))], ['b.json', json(pod('b'))], ['c.json', json(pod('c'))]);
    expect(await code(read(archive, { limits: { entries: 2 } }))).toMatch(/^too-large: .*2 entries/);
  });

  it('an archive cut short, also where it is gzipped', async () => {
    const archive = (await tar(['a.json', json(pod('a'))], ['b.json', podList(50)])).subarray(0, 2500);
    expect(await code(read(archive))).toMatch(/^unreadable-upload: .*broken tar archive/);
    expect(await code(read(gzipSync(archive)))).toMatch(/^unreadable-upload: .*broken tar archive/);
    expect(await code(read(gzipSync(archive).subarray(0, -20)))).toMatch(/^unreadable-upload: .*broken/);
  });

  it('a limit that a file of an archive breaks', async () => {
    const archive = await tar(['a.json', json(pod('a'))], ['b.json.gz', bomb]);
    expect(await code(read(archive))).toMatch(/^unsafe-upload: b.json.gz unpacks to more than 200 times/);
  });

  it('gzip in gzip in gzip without end', async () => {
    let body: Buffer = Buffer.from(json(pod('a')));
    for (let i = 0; i < 6; i += 1) body = gzipSync(body);
    expect(await code(read(body))).toMatch(/^unreadable-upload: .*packed more than/);
  });

  it('to go on once it is called off', async () => {
    const caller = new AbortController();
    let isClosed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from('{"kind":"PodList","items":[');
        for (let i = 0; ; i += 1) {
          if (i === 10) caller.abort(new Error('called off'));
          yield await Promise.resolve(Buffer.from(`${json(bare(`p${i}`))},`));
        }
      } finally {
        isClosed = true;
      }
    };
    await expect(readUpload(endless(), 'application/json', limits, new Notebook(), caller.signal)).rejects.toThrow('called off');
    expect(isClosed).toBe(true);
  });

  it('what its source cannot give, with the error of the source', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve((await tar(['a.json', json(pod('a'))])).subarray(0, 600));
      throw new Error('connection reset');
    };
    await expect(readUpload(failing(), 'application/x-tar', limits, new Notebook())).rejects.toThrow('connection reset');
  });
});

it('hands on the items of a list before the list has ended', async () => {
  const notebook = new Notebook();
  const seen: number[] = [];
  const source = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"kind":"PodList","items":[');
    yield Buffer.alloc(70_000, ' ');
    for (let i = 0; i < 3; i += 1) {
      seen.push(notebook.objects.length);
      yield await Promise.resolve(Buffer.from(`${i === 0 ? '' : ','}${json(bare(`p${i}`))}`));
    }
    yield Buffer.from(']}');
  };
  await readUpload(source(), 'application/json', limits, notebook);
  expect(seen).toEqual([0, 1, 2]);
});

// An API server that only lists: node bench/list-server.mjs <index.json>… It serves the first cluster; `PUT /bench/<n>` changes to the n-th. Prints its port.
import { openSync } from 'node:fs';
import { createServer } from 'node:http';
import { readItems, readJson } from './corpus.mjs';

const json = 'application/json';
const clusters = process.argv.slice(2).map(open);
let current = 0;

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'PUT') {
    current = Number(url.pathname.split('/').at(-1));
    response.writeHead(204).end();
    return;
  }
  const [status, body] = answer(url, request.headers.accept ?? '');
  response.writeHead(status, { 'content-type': json, 'content-length': body.length }).end(body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});

/** @typedef {import('./corpus.mjs').ListFile & { readonly descriptor: number }} OpenList */

/** @param {string} index */
function open(index) {
  const { resourceVersion, lists } = /** @type {import('./corpus.mjs').Lists} */ (readJson(index));
  return { resourceVersion, lists: lists.map((list) => ({ ...list, descriptor: openSync(list.items.path, 'r') })) };
}

/** @type {(url: URL, accept: string) => [number, Buffer]} */
function answer({ pathname, searchParams }, accept) {
  const cluster = clusters[current];
  if (cluster === undefined) return [503, statusOf(503, 'ServiceUnavailable')];
  const { lists, resourceVersion } = cluster;
  if (pathname === '/version') return [200, encode({ major: '1', minor: '33', gitVersion: 'v1.33.4', platform: 'linux/amd64' })];
  if (pathname === '/api' || pathname === '/apis') return [200, encode(discovery(pathname === '/api' ? lists.filter(isCore) : lists.filter((list) => !isCore(list)), accept))];
  const list = lists.find((candidate) => pathname === pathOf(candidate));
  if (list !== undefined) return pageOf(list, resourceVersion, searchParams);
  const [, namespace, name] = /^\/api\/v1\/namespaces\/([^/]+)\/configmaps\/([^/]+)$/.exec(pathname) ?? [];
  const found = name === undefined ? undefined : itemsOf(lists, 'configmaps').find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  return found === undefined ? [404, statusOf(404, 'NotFound')] : [200, encode({ kind: 'ConfigMap', apiVersion: 'v1', ...found })];
}

/** @type {(list: OpenList, resourceVersion: string, query: URLSearchParams) => [number, Buffer]} */
function pageOf({ kind, group, version, items: { offsets }, descriptor }, resourceVersion, query) {
  const asked = query.get('resourceVersion');
  if (query.get('resourceVersionMatch') === 'Exact' && asked !== resourceVersion) return [410, statusOf(410, 'Expired')];
  const count = offsets.length - 1;
  const first = Number(query.get('continue') ?? 0);
  const end = Math.min(count, first + Number(query.get('limit') ?? count));
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const rest = end < count ? `,"continue":"${end}","remainingItemCount":${count - end}` : '';
  const head = `{"kind":"${kind}List","apiVersion":"${apiVersion}","metadata":{"resourceVersion":"${resourceVersion}"${rest}},"items":[`;
  return [200, Buffer.concat([Buffer.from(head), readItems(descriptor, offsets, first, end), Buffer.from(']}')])];
}

/** In the aggregated form where it is asked for, as servers since 1.26 do. @type {(lists: readonly OpenList[], accept: string) => object} */
function discovery(lists, accept) {
  const groups = [...new Set(lists.map(({ group }) => group))];
  const core = groups.every((group) => group === '');
  if (!accept.includes('as=APIGroupDiscoveryList')) {
    const told = groups.map((name) => ({ name, versions: [{ groupVersion: `${name}/v1`, version: 'v1' }] }));
    return core ? { kind: 'APIVersions', versions: ['v1'] } : { kind: 'APIGroupList', apiVersion: 'v1', groups: told };
  }
  const items = groups.map((name) => ({
    metadata: name === '' ? {} : { name },
    versions: [
      {
        version: 'v1',
        resources: lists.filter(({ group }) => group === name).map(({ kind, plural, namespaced }) => ({
          resource: plural,
          responseKind: { group: name, version: 'v1', kind },
          scope: namespaced ? 'Namespaced' : 'Cluster',
          verbs: ['get', 'list', 'watch'],
        })),
      },
    ],
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

/** @type {(lists: readonly OpenList[], plural: string) => import('./generate.mjs').RawObject[]} */
function itemsOf(lists, plural) {
  const list = lists.find((candidate) => candidate.plural === plural);
  if (list === undefined) return [];
  const { offsets } = list.items;
  /** @type {unknown} */
  const items = JSON.parse(`[${readItems(list.descriptor, offsets, 0, offsets.length - 1).toString()}]`);
  return /** @type {import('./generate.mjs').RawObject[]} */ (items);
}

/** @type {(list: OpenList) => boolean} */
function isCore({ group }) {
  return group === '';
}

/** @type {(list: OpenList) => string} */
function pathOf({ group, version, plural }) {
  return group === '' ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`;
}

/** @type {(code: number, reason: string) => Buffer} */
function statusOf(code, reason) {
  return encode({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: reason, reason, code });
}

/** @type {(value: object) => Buffer} */
function encode(value) {
  return Buffer.from(JSON.stringify(value));
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { specOf } from '../../src/core/cluster/index.js';
import { ApiServer, capturedResources } from '../../src/platform/kubernetes/index.js';
import { discover, versionOf } from '../../src/platform/kubernetes/discovery.js';
import { kubeconfigOf, say } from '../support/api-stub.js';
import { recordedAnswers, recordedDiscovery } from '../oracles/api-server/recorded.js';

/** A server that answers what a real one was recorded to answer, by the question in the path; nothing waits in here. */
let server: Server;
let api: ApiServer;
const signal = new AbortController().signal;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    const discovery = recordedDiscovery[`/${path}`];
    if (discovery === undefined) say(response, path);
    else response.writeHead(200, { 'content-type': discovery.type }).end(JSON.stringify(discovery));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const config = new KubeConfig();
  config.loadFromString(kubeconfigOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  api = new ApiServer(() => config, { pause: () => Promise.resolve() });
});
afterAll(async () => {
  api.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const refused = (status: number, reason: string, tooNew = false) => ({ outcome: 'refused', status, reason, tooNew });

const expected: Readonly<Record<string, object>> = {
  'the version': { outcome: 'found', body: { gitVersion: 'v1.37.2' } },
  'a list that has one page': { outcome: 'found', body: { kind: 'NamespaceList', items: [{}] } },
  'a list that goes on': { outcome: 'found', body: { metadata: { continue: '…', remainingItemCount: 0 } } },
  'an empty list': { outcome: 'found', body: { kind: 'NodeList', items: [] } },
  'a list that a role forbids': refused(403, 'Forbidden'),
  'a list of a group that a role forbids': refused(403, 'Forbidden'),
  'an object that a role forbids': refused(403, 'Forbidden'),
  'discovery that a role forbids': refused(403, 'Forbidden'),
  'an object that is not there': refused(404, 'NotFound'),
  'an object of a namespace that is not there': refused(404, 'NotFound'),
  'a resource that the server does not have': refused(404, 'NotFound'),
  'a group that the server does not have': refused(404, ''),
  'a media type that the server does not write': refused(406, 'NotAcceptable'),
  'a continue token that is none': refused(400, 'BadRequest'),
  'a continue token of a moment that was compacted away': refused(410, 'Expired'),
  'a moment that was compacted away': refused(410, 'Expired'),
  'a moment of the future': refused(504, 'Timeout', true),
  'a moment that is none': refused(400, 'BadRequest'),
};

describe('what a real API server was recorded to answer', () => {
  it.each(Object.entries(expected))('to %s is understood', async (question, answer) => {
    expect(await api.get(`/${encodeURIComponent(question)}`, 'things', signal)).toMatchObject(answer);
  });

  it('to a token that does not count is told, once a new one does not count either', async () => {
    await expect(api.get(`/${encodeURIComponent('a token that does not count')}`, 'things', signal)).rejects.toMatchObject({ code: 'cluster-unreachable', message: expect.stringContaining('credentials (401)') as string });
  });

  it('is all asked for here', () => {
    expect([...Object.keys(expected), 'a token that does not count'].sort()).toEqual(Object.keys(recordedAnswers).sort());
  });

  it('to discovery names every kind of Kubernetes and of Gateway API that a capture reads, in the version that the model has', async () => {
    const served = await discover(api, capturedResources, signal);
    const versions = capturedResources.map((resource) => [resource.kind, versionOf(resource, served)]);
    const installed = capturedResources.filter(({ group }) => group === '' || !group.includes('.') || group.endsWith('.k8s.io') && group !== 'k8s.cni.cncf.io');
    expect(versions.filter(([, version]) => version !== undefined)).toEqual(expect.arrayContaining(installed.map(({ kind }) => [kind, specOf(kind).apiVersion])));
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tools, type Tool } from '../../src/core/mcp/index.js';
import { ApiStub, smallCluster } from '../support/api-stub.js';
import { read } from '../house/project.js';
import { TestApp, apiTokens, tokens } from '../support/app.js';
import { connectCurrent, connectOlder, listening, type Agent, type CallResult } from '../support/mcp.js';

let stub: ApiStub;
let app: TestApp;
let url: URL;

beforeAll(async () => {
  stub = await ApiStub.start(smallCluster());
  app = await TestApp.start({ env: { KUBECONFIG: stub.kubeconfig, API_TOKENS: apiTokens, PUBLIC_URL: 'https://foretrace.example' } });
  url = await listening(app);
  await app.send({ method: 'POST', url: '/v1/clusters', headers: { authorization: `Bearer ${tokens.admin}` }, payload: { name: 'live', source: { type: 'kubeconfig', context: 'stub' } } });
});
afterAll(async () => {
  await app.close();
  await stub.close();
});

/** What REST answers at a link. */
async function atLink(link: string): Promise<Record<string, unknown>> {
  const { status, json } = await app.send({ url: link.replace('https://foretrace.example', ''), headers: { authorization: `Bearer ${tokens.viewer}` } });
  expect(status).toBe(200);
  return json<Record<string, unknown>>();
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function textOf({ content }: CallResult): string {
  return content[0]?.text ?? '';
}

/** The fewer, taken out of the more: what is in both is the same. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part)) return Array.isArray(whole) && part.length <= whole.length && part.every((each, i) => isPartOf(each, whole[i]));
  if (typeof part !== 'object' || part === null) return part === whole;
  return typeof whole === 'object' && whole !== null && Object.entries(part).every(([name, each]) => name in whole && isPartOf(each, (whole as Record<string, unknown>)[name]));
}

const reading = tools.filter(({ effect }) => effect === undefined);
const examples = reading.flatMap((tool) => tool.examples.map((example) => [tool.name, JSON.stringify(example), tool, example] as [string, string, Tool, object]));

describe.each([
  ['2026-07-28', connectCurrent],
  ['2025-11-25', connectOlder],
])('the client of %s', (revision, connect) => {
  let agent: Agent;
  beforeAll(async () => {
    agent = await connect(url, tokens.operator);
  });
  afterAll(() => agent.close());

  it('speaks its revision, and is told what all tools have in common', () => {
    expect([agent.revision, agent.instructions]).toEqual([revision, expect.stringContaining('Every answer is of one snapshot')]);
  });

  it('is shown at most twelve tools in less than 8 kB, all but the capture for reading only', async () => {
    const listed = await agent.tools();
    expect(listed.map(({ name }) => name)).toEqual(tools.map(({ name }) => name));
    expect(listed.length).toBeLessThanOrEqual(12);
    expect(bytesOf({ tools: listed })).toBeLessThan(8000);
    expect(listed.filter(({ annotations }) => annotations?.readOnlyHint !== true).map(({ name }) => name)).toEqual(['captureSnapshot']);
  });

  it.each(examples)('calls %s with %s: the summary first, and a part of what REST answers', async (name, _, __, example) => {
    const result = await agent.call(name, example);
    expect([result.isError ?? false, result.structuredContent.detail]).toEqual([false, undefined]);
    const { summary, link, answer } = result.structuredContent;
    expect(textOf(result).split('\n')[0]).toBe(summary);
    expect(textOf(result)).toContain(JSON.stringify(answer));
    const whole = await atLink(link);
    if ('summary' in whole) expect(whole['summary']).toBe(summary);
    expect(isPartOf(answer, whole)).toBe(true);
    if (name !== 'calculateAddresses') expect(answer).not.toEqual({});
  });

  it('captures, and is told how far it has come', async () => {
    const told: (string | undefined)[] = [];
    const { isError, structuredContent } = await agent.call('captureSnapshot', { cluster: 'live', label: `by ${revision}` }, (message) => told.push(message));
    const { summary, answer, link } = structuredContent;
    expect([isError ?? false, summary]).toEqual([false, expect.stringMatching(/^Snapshot \d+ of live is stored, as of /)]);
    expect(answer).toMatchObject({ cluster: 'live', label: `by ${revision}`, counts: { Node: 2 } });
    expect(await atLink(link)).toMatchObject(answer);
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((message) => !/^\w+ \d+( of \d+)?$/.test(message ?? ''))).toEqual([]);
  });

  it('reads snapshots as resources', async () => {
    expect((await agent.resources()).find(({ name }) => name === 'demo/2')?.uri).toBe('foretrace://clusters/demo/snapshots/2');
    expect((await agent.templates()).map(({ uriTemplate }) => uriTemplate)).toEqual(['foretrace://clusters/{cluster}/snapshots/{snapshot}']);
    expect(JSON.parse(await agent.read('foretrace://clusters/demo/snapshots/latest'))).toEqual(await atLink('/v1/clusters/demo/snapshots/2'));
    await expect(agent.read('foretrace://clusters/dmeo/snapshots/1')).rejects.toThrow('there is no cluster "dmeo"');
    await expect(agent.read('foretrace://clusters/..%2F..%2Fmetrics/snapshots/1')).rejects.toThrow();
    await expect(agent.read('file:///etc/passwd')).rejects.toThrow();
  });

  it('is told of a tool that there is not', async () => {
    await expect(agent.call('traceConection', {})).rejects.toThrow('traceConection');
  });
});

describe('docs/mcp.md', () => {
  const page = read('docs/mcp.md');

  it('lists the tools as an agent is shown them, each with an example that runs', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| (.*) \| `(.*)` \|$/gm)].map(([, name, description, example = '']) => [name, description, JSON.parse(example) as unknown]);
    expect(rows).toEqual(tools.map(({ name, description, examples: [example] }) => [name, description, example]));
  });

  it('shows configuration that clients can read, and a call that works', async () => {
    const [, json = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
    expect(JSON.parse(json)).toMatchObject({ servers: { foretrace: { type: 'http' } } });
    const [, message = ''] = /curl -H 'Accept: ([^']*)' --json '([^']*)'/.exec(page)?.slice(1) ?? [];
    const [, accept = ''] = /curl -H 'Accept: ([^']*)'/.exec(page) ?? [];
    const { status, text } = await app.send({ method: 'POST', url: '/mcp', headers: { accept, 'content-type': 'application/json', authorization: `Bearer ${tokens.viewer}` }, payload: message });
    expect([status, text.includes('demo (newest 2)')]).toEqual([200, true]);
  });
});

describe('the tools', () => {
  let agent: Agent;
  beforeAll(async () => {
    agent = await connectCurrent(url, tokens.viewer);
  });
  afterAll(() => agent.close());

  it('have the names of the REST operations that they are', () => {
    const operationIds = new Set(app.contract.operations.map(({ operationId }) => operationId));
    expect(tools.map(({ name }) => name).filter((name) => !operationIds.has(name))).toEqual(['describeNetwork', 'calculateAddresses']);
  });

  it.each(reading.map((tool) => [tool.name, tool] as const))('%s gives, with all fields, exactly what REST answers at its link', async (name, { examples: [example] }) => {
    const { isError, structuredContent } = await agent.call(name, { ...example, fields: ['*'], limit: 1000 });
    expect(isError ?? false).toBe(false);
    expect(structuredContent.answer).toEqual(await atLink(structuredContent.link));
    expect([structuredContent.cut, structuredContent.omitted]).toEqual([undefined, undefined]);
  });

  it('answer in 2 kB, half of the time in less: text and structure together, with the defaults', async () => {
    const plain = reading.map(({ name, examples: [example] }) => [name, example] as const);
    const sizes = await Promise.all(plain.map(async ([name, example]) => bytesOf(await agent.call(name, example))));
    const sorted = sizes.toSorted((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(2000);
    expect(sorted.at(-1)).toBeLessThanOrEqual(4000);
  });

  it('pin the snapshot, by whatever word it was named', async () => {
    const named = await Promise.all(['latest', '2', '2026-03-02T20:00:00Z'].map((snapshot) => agent.call('explainService', { cluster: 'demo', snapshot, service: 'shop/redis' })));
    for (const { structuredContent } of named) {
      expect(structuredContent.snapshot).toEqual({ cluster: 'demo', number: 2, takenAt: '2026-03-02T14:30:00.000Z' });
      expect(structuredContent.link).toBe('https://foretrace.example/v1/clusters/demo/snapshots/2/service-networking/services/shop/redis');
    }
    const before = await agent.call('explainService', { cluster: 'demo', snapshot: 'latest~1', service: 'shop/redis' });
    expect([before.structuredContent.snapshot?.number, before.structuredContent.answer['outcome']]).toEqual([1, 'answers']);
    const diff = await agent.call('diffSnapshots', { cluster: 'demo' });
    expect(diff.structuredContent.link).toBe('https://foretrace.example/v1/clusters/demo/diff?view=findings&from=1&to=2');
  });

  it('cut lists where they are told to, and say how long they are', async () => {
    const { structuredContent, ...result } = await agent.call('listFindings', { cluster: 'demo', fields: ['items.rule', 'items.nonsense', 'counts'], limit: '2' });
    expect(structuredContent.answer).toEqual({ counts: { critical: 1, error: 4, warning: 7, info: 2 }, items: [{ rule: 'endpoints-all-unready' }, { rule: 'backend-unresolvable' }] });
    expect([structuredContent.cut, structuredContent.absent, structuredContent.omitted]).toEqual([{ items: 14 }, ['items.nonsense'], ['skipped', 'steps', 'warnings']]);
    expect(textOf({ structuredContent, ...result })).toContain('Cut short: items has 14 entries in all.');
  });

  it.each<[what: string, tool: string, given: object, code: string, argument: string | null, detail: RegExp]>([
    ['a cluster that is misspelt', 'listFindings', { cluster: 'dmeo' }, 'not-found', 'cluster', /no cluster "dmeo"; near names: demo/],
    ['no cluster where there are several', 'listFindings', {}, 'invalid-request', 'cluster', /several clusters: demo and live/],
    ['a snapshot that is not there', 'listFindings', { cluster: 'demo', snapshot: 7 }, 'not-found', 'snapshot', /no snapshot 7; there are 2/],
    ['a snapshot that is no word for one', 'listFindings', { cluster: 'demo', snapshot: 'yesterday' }, 'invalid-request', 'snapshot', /by its number, latest/],
    ['a path for a snapshot', 'listFindings', { cluster: 'demo', snapshot: '..' }, 'invalid-request', 'snapshot', /must be its number/],
    ['a path for a cluster', 'captureSnapshot', { cluster: '../operations' }, 'invalid-request', 'cluster', /letters, digits/],
    ['a pod that is misspelt', 'traceConnection', { cluster: 'demo', fromPod: 'dev/toolbix', toService: 'shop/redis', port: 6379 }, 'not-found', 'fromPod', /near: toolbox/],
    ['a namespace of a pod that is misspelt', 'traceConnection', { cluster: 'demo', fromPod: 'dve/toolbox', toService: 'shop/redis', port: 6379 }, 'not-found', 'fromPod', /near: dev\/toolbox/],
    ['a Service that is misspelt', 'traceConnection', { cluster: 'demo', fromPod: 'dev/toolbox', toService: 'shop/redsi', port: 6379 }, 'not-found', 'toService', /near: shop\/redis/],
    ['a port that no Service has', 'traceConnection', { cluster: 'demo', fromPod: 'dev/toolbox', toService: 'shop/redis', port: 'http' }, 'invalid-request', 'port', /no port “http”; it has/],
    ['a Service without a namespace', 'explainService', { cluster: 'demo', service: 'redis' }, 'invalid-request', 'service', /namespace\/name/],
    ['a Service of a path', 'explainService', { cluster: 'demo', service: '../..' }, 'invalid-request', 'service', /letters, digits/],
    ['a namespace of a Service that is misspelt', 'explainService', { cluster: 'demo', service: 'shpo/redis' }, 'not-found', null, /there is shop\/redis/],
    ['a pod that asks and is misspelt', 'resolveName', { cluster: 'demo', name: 'cart', fromPod: 'shpo/toolbox' }, 'not-found', null, /no pod/],
    ['a namespace that asks and is misspelt', 'resolveName', { cluster: 'demo', name: 'cart', fromNamespace: 'shpo' }, 'invalid-request', 'fromNamespace', /near: shop/],
    ['a node that is misspelt', 'tellProxyRules', { cluster: 'demo', node: 'demo-worker-9' }, 'not-found', 'node', /near: demo-worker-1/],
    ['a URL that is none', 'matchIngressRequest', { cluster: 'demo', url: 'shop' }, 'invalid-request', 'url', /absolute URL/],
    ['a rule that is misspelt', 'listFindings', { cluster: 'demo', rule: 'endpoints-all-unredy' }, 'invalid-request', 'rule', /near: endpoints-all-unready/],
    ['a kind that is misspelt', 'listObjects', { cluster: 'demo', kind: 'Pdo' }, 'invalid-request', 'kind', /near: .*Pod/],
    ['an argument that is misspelt', 'explainService', { cluster: 'demo', servce: 'shop/redis' }, 'invalid-request', 'servce', /did you mean service\?/],
    ['an argument that is missing', 'explainService', { cluster: 'demo' }, 'invalid-request', 'service', /service is missing/],
    ['an argument of another form', 'listFindings', { cluster: ['demo'] }, 'invalid-request', 'cluster', /must be a text/],
    ['a limit of nothing', 'listFindings', { cluster: 'demo', limit: 0 }, 'invalid-request', 'limit', /1 to 1000/],
    ['fields that are no list of texts', 'listFindings', { cluster: 'demo', fields: [7] }, 'invalid-request', 'fields', /list of texts/],
    ['an aspect that there is not', 'describeNetwork', { cluster: 'demo', aspect: 'weather' }, 'invalid-request', 'aspect', /one of cni, addresses/],
    ['an argument of another operation', 'calculateAddresses', { operation: 'nth', pool: ['10.0.0.0/8'] }, 'invalid-request', 'pool', /unknown parameters: pool/],
    ['a block that is none', 'calculateAddresses', { operation: 'split', cidr: '10.0.0.0/33', prefixLength: 34 }, 'invalid-request', 'cidr', /33/],
    ['a prototype', 'explainService', { cluster: 'demo', service: 'shop/redis', toString: 'x' }, 'invalid-request', 'toString', /unknown/],
  ])('answer %s with what would be right', async (_, tool, given, code, argument, detail) => {
    const result = await agent.call(tool, given);
    expect([result.isError, result.structuredContent.code, result.structuredContent.faults?.[0]?.argument ?? null]).toEqual([true, code, argument]);
    expect(textOf(result)).toMatch(detail);
    if (code === 'invalid-request') expect(textOf(result)).toContain(`Arguments that work: ${JSON.stringify(result.structuredContent.example)}`);
  });

  it('let a viewer read, and tell a viewer who may capture', async () => {
    const { isError, structuredContent } = await agent.call('captureSnapshot', { cluster: 'live' });
    expect([isError, structuredContent.code, structuredContent.detail]).toEqual([true, 'forbidden', 'this needs the role operator; viewer has viewer']);
  });

  it('tell why a capture failed', async () => {
    const operator = await connectCurrent(url, tokens.operator);
    const { isError, structuredContent } = await operator.call('captureSnapshot', { cluster: 'demo' });
    await operator.close();
    expect([isError, structuredContent.code, structuredContent.detail]).toEqual([true, 'conflict', expect.stringContaining('not live')]);
  });
});

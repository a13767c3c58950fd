import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { commands } from '../../src/core/chat/index.js';
import { Later } from '../../src/modules/chat/later.js';
import { Inward } from '../../src/platform/http/index.js';
import { TestApp } from '../support/app.js';
import { patient } from '../support/patient.js';
import { discordCommand, discordRequest, environment, mattermostCommand, otherSecret, slackCommand, slackRequest, slackShare, teamsMessage, teamsRequest, type Signed } from '../support/platforms.js';

interface Posted {
  readonly url: string;
  readonly method: string;
  readonly body: unknown;
}

let app: TestApp;
let receiver: Server;
/** What a Mattermost server was sent. */
const received: Posted[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ url: request.url ?? '', method: request.method ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) as unknown });
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  app = await TestApp.start({
    env: {
      ...environment,
      PUBLIC_URL: 'https://foretrace.example/',
      PICTURE_LINKS_SECRET: 'a secret of links to pictures',
      MATTERMOST_URL: mattermostUrl(),
      CHAT_ACCESS: 'slack:viewer:demo:C2147483705, mattermost:viewer:*:jwf98w3ofe8bp, teams:viewer:demo:19:253b1f341670408fb6fe51050b6e5ceb@thread.skype, discord:viewer:demo:53908232506183680, slack:viewer:other:C0THER',
    },
  });
});
afterAll(async () => {
  await app.close();
  receiver.close();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function mattermostUrl(): string {
  return `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
}

interface Reply {
  readonly mark: string;
  readonly verdict: string;
  readonly text: string;
  readonly link: string | null;
  readonly picture: string | null;
  readonly example: string | null;
}

async function ask(text: string, more: object = {}): Promise<Reply> {
  const { status, json, text: body } = await app.send({ method: 'POST', url: '/v1/chat', payload: { text, ...more } });
  if (status !== 200) throw new Error(`${text} answers ${status}: ${body}`);
  return json<Reply>();
}

describe('a line of chat', () => {
  it.each(commands.flatMap(({ examples }) => examples))('as help shows it, “%s”, is answered, and its link has what it tells', async (example) => {
    const { mark, verdict, link } = await ask(example, { channel: 'examples' });
    expect([mark, verdict]).not.toEqual(['unclear', verdict]);
    if (link === null) return;
    const { status, json } = await app.send({ url: link.replace('https://foretrace.example', '') });
    expect(status).toBe(200);
    const { summary } = json<{ summary?: string }>();
    // One range of several is told in words of its own, and lists have none.
    if (summary !== undefined && !example.startsWith('free 10.244')) expect(verdict).toBe(summary);
  });

  it('has the verdict first, then why, what to do, the snapshot and its link', async () => {
    const { text } = await ask('trace dev/toolbox to shop/redis');
    expect(text.split('\n')).toEqual([
      'NO: 10.104.150.88:6379/TCP (shop/redis:redis) is refused: the one pod that it',
      'selects is not ready: shop/redis-n7fmmsgwl-twg9x CrashLoopBackOff (container',
      expect.stringMatching(/^redis\)\. \(demo, snapshot 2, \d+ days old\)$/),
      'why  kube-proxy: 10.104.150.88:6379/TCP is the ClusterIP of shop/redis:redis',
      '     kube-proxy: the one pod that it selects is not ready:',
      '     shop/redis-n7fmmsgwl-twg9x CrashLoopBackOff (container redis) (filter',
      '     KUBE-SERVICES)',
      'fix  See why no pod of it is ready: kubectl -n shop describe service redis',
      'seen Service shop/redis',
      'more https://foretrace.example/v1/clusters/demo/snapshots/2/service-networking/trace?from.pod=dev/toolbox&to.service=shop/redis&to.port=6379',
      '',
    ]);
  });

  it.each(['trace dev/toolbox to shop/redis', 'match https://shop.example.com/cart', 'resolve cart.shop from dev/toolbox', 'free 10.244.0.0/16'])('“%s” has a picture', async (line) => {
    const { picture } = await ask(line);
    expect((await app.send({ url: String(picture).replace('https://foretrace.example', '') })).headers['content-type']).toBe('image/png');
  });

  it('is rendered as Markdown and text, as JSON has them', async () => {
    const asked = { method: 'POST', url: '/v1/chat', payload: { text: 'snapshot' } } as const;
    const { text, markdown } = (await app.send(asked)).json<Reply & { markdown: string }>();
    expect((await app.send({ ...asked, headers: { accept: 'text/plain' } })).text).toBe(text);
    expect((await app.send({ ...asked, url: '/v1/chat?format=md' })).text).toBe(markdown);
  });

  it.each([
    ['trcae dev/toolbox to shop/redis', 'trace dev/toolbox to shop/redis'],
    ['trace dev/toolbix to shop/redis', 'trace dev/toolbox to shop/redis'],
    ['trace dev/toolbox to shpo/redis', 'trace dev/toolbox to shop/redis'],
    ['service shop/rediss', 'service shop/redis'],
    ['rules shop/cart on demo-worker-9', 'rules shop/cart on demo-worker-1'],
    ['cni in dmeo', 'cni in demo'],
  ])('%s is answered with a line that works', async (line, example) => {
    const reply = await ask(line);
    expect([reply.mark, reply.example, (await ask(reply.example ?? '')).mark]).toEqual(['unclear', example, expect.stringMatching(/^(yes|no|told)$/)]);
  });

  it('is of the cluster and namespace that its channel uses', async () => {
    await ask('use demo namespace shop', { channel: 'incident-7' });
    expect((await ask('service redis', { channel: 'incident-7' })).link).toContain('/services/shop/redis');
    expect((await ask('resolve cart', { channel: 'incident-7' })).link).toContain('from.namespace=shop');
    expect((await ask('resolve cart', { channel: 'another' })).link).toContain('from.namespace=default');
    await ask('use nothing', { channel: 'incident-7' });
    expect((await ask('resolve cart', { channel: 'incident-7' })).link).toContain('from.namespace=default');
  });

  it.each<[string, object, string]>([
    ['no text', {}, '/text'],
    ['a text that is none', { text: 7 }, '/text'],
    ['a text that is too long', { text: 'x'.repeat(2001) }, '/text'],
    ['an unknown field', { text: 'help', room: 'x' }, '/room'],
  ])('with %s is refused', async (_, payload, pointer) => {
    const { status, json } = await app.send({ method: 'POST', url: '/v1/chat', payload });
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([400, pointer]);
  });
});

/** No answer is put off to later, however slow the machine is: how long a platform waits is not what this is about. */
function answerInTime(): void {
  vi.spyOn(app.nest.get(Later), 'within').mockImplementation((_, work) => work);
}

/** What a platform shows of its message. */
function shown(message: unknown): string {
  return JSON.stringify(message);
}

describe('what a platform sends', () => {
  it.each<[string, (text: string) => Signed, RegExp]>([
    ['Slack', slackCommand, /^\{"response_type":"ephemeral","text":"NO: 10\.104\.150\.88.*"blocks".*foretrace_share/],
    ['Mattermost', mattermostCommand, /^\{"response_type":"ephemeral","text":"\*\*NO: 10\.104\.150\.88/],
    ['Teams', teamsMessage, /^\{"type":"message","attachments":\[\{"contentType":"application\/vnd\.microsoft\.card\.adaptive"/],
    ['Discord', discordCommand, /^\{"type":4,"data":\{"content":"\*\*NO: 10\.104\.150\.88/],
  ])('is answered in the form of %s', async (_, typed, expected) => {
    answerInTime();
    const { status, json } = await app.send(typed('trace dev/toolbox to shop/redis'));
    expect([status, shown(json())]).toEqual([200, expect.stringMatching(expected)]);
  });

  it.each<[string, (text: string) => Signed, (message: never) => unknown]>([
    ['Slack', slackCommand, ({ blocks }: { blocks: { type: string; image_url?: string }[] }) => blocks.find(({ type }) => type === 'image')?.image_url],
    ['Teams', teamsMessage, ({ attachments }: { attachments: { content: { body: { type: string; url?: string }[] } }[] }) => attachments[0]?.content.body.find(({ type }) => type === 'Image')?.url],
    ['Discord', discordCommand, ({ data }: { data: { embeds?: { image: { url: string } }[] } }) => data.embeds?.[0]?.image.url],
  ])('is answered with a picture that %s can fetch without a token, where links are signed', async (_, typed, pictureOf) => {
    answerInTime();
    const url = pictureOf((await app.send(typed('trace dev/toolbox to shop/redis'))).json<never>());
    expect(url).toMatch(/^https:\/\/foretrace\.example\/v1\/clusters\/demo\/snapshots\/2\/service-networking\/trace\?.*&format=png&exp=\d+&sig=[\w-]+$/);
    const { status, headers } = await app.send({ url: String(url).replace('https://foretrace.example', ''), headers: { host: 'foretrace.example' } });
    expect([status, headers['content-type']]).toEqual([200, 'image/png']);
    // What has no picture has no link to one.
    expect(pictureOf((await app.send(typed('cni in demo'))).json<never>())).toBeUndefined();
  });

  it('to find out whether anybody is there is answered', async () => {
    answerInTime();
    expect((await app.send(slackRequest('events', 'application/json', '{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}'))).json()).toEqual({ challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P' });
    expect((await app.send(discordRequest('{"application_id":"845027738276462632","id":"786008729715212338","token":"A_UNIQUE_TOKEN","type":1,"user":{"id":"53908232506183680"},"version":1}'))).json()).toEqual({ type: 1 });
    expect((await app.send(slackRequest('commands', 'application/x-www-form-urlencoded', 'ssl_check=1&token=gIkuvaNzQIHg97ATvDxqgjtO'))).json()).toEqual({});
  });

  it('is an event that needs no answer: it is acknowledged, sent again too', async () => {
    const event = { token: 'z26uFbvR1xHJEdHE1OQiO6t8', team_id: 'T123ABC456', api_app_id: 'A123ABC456', event: { type: 'app_mention', user: 'U123ABC456', text: '<@U0LAN0Z89> help', channel: 'C123ABC456' }, type: 'event_callback', event_id: 'Ev123ABC456', event_time: 1515449522000016 };
    const first = slackRequest('events', 'application/json', JSON.stringify(event));
    expect((await app.send(first)).status).toBe(200);
    const again = slackRequest('events', 'application/json', JSON.stringify(event), Date.now() + 2000);
    expect((await app.send({ ...again, headers: { ...again.headers, 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' } })).status).toBe(200);
  });

  it.each<[string, () => Signed]>([
    ['a channel that nobody has named', () => slackCommand('clusters', { channel_id: 'C999' })],
    ['a channel of another platform', () => mattermostCommand('clusters', { channel_id: 'C2147483705' })],
  ])('from %s is told nothing but whom to ask', async (_, typed) => {
    answerInTime();
    const { text } = await app.send(typed());
    expect(text).toContain('Nobody has said what this channel or you may ask about.');
    expect(text).not.toContain('demo');
  });

  it('from a channel of another cluster is not told of this one', async () => {
    answerInTime();
    for (const line of ['clusters', 'cni in demo', 'use demo', 'diff 1 2 in demo', 'findings']) {
      const { text } = await app.send(slackCommand(line, { channel_id: 'C0THER' }));
      expect(text).not.toMatch(/flannel|snapshot 2|2 snapshots|uses cluster demo/);
    }
  });
});

it('asks the service in the name of who typed, and for their clusters only', async () => {
  const inward = app.nest.get(Inward);
  const path = '/v1/clusters/demo/snapshots/2';
  const ask = async (clusters?: string[]) => (await inward.read({ name: 'slack:U1', role: 'viewer', ...(clusters !== undefined && { clusters }) }, path)).status;
  expect([await ask(), await ask(['demo', 'x']), await ask(['x']), await ask([])]).toEqual([200, 200, 403, 403]);
});

/** Analyses that take until they are let go. */
function holdAnalyses(): () => void {
  const inward = app.nest.get(Inward);
  const read = inward.read.bind(inward);
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  vi.spyOn(inward, 'read').mockImplementation(async (caller, path) => {
    await held;
    return read(caller, path);
  });
  return release;
}

describe('what takes long', () => {
  it('is acknowledged, and posted to Mattermost once it is there', async () => {
    const release = holdAnalyses();
    const acknowledged = await app.send(mattermostCommand('cni in demo', { response_url: `${mattermostUrl()}/hooks/commands/abc` }));
    expect(acknowledged.json()).toEqual({ response_type: 'ephemeral', text: 'Looking into it …' });
    expect(received).toEqual([]);
    release();
    await vi.waitFor(() => expect(received).toEqual([{ url: '/hooks/commands/abc', method: 'POST', body: expect.objectContaining({ response_type: 'ephemeral', text: expect.stringMatching(/^\*\*flannel/) as string }) as object }]), patient);
  });

  it('is posted to nobody but the platform', async () => {
    const posted = catchPosts();
    const release = holdAnalyses();
    for (const response_url of ['http://169.254.169.254/latest', 'https://evil.example/hooks.slack.com', 'http://127.0.0.1:1/hooks/x']) {
      expect((await app.send(slackCommand('cni', { response_url }))).json()).toEqual({ response_type: 'ephemeral', text: 'Looking into it …' });
      await app.send(mattermostCommand('cni in demo', { response_url }));
    }
    release();
    await app.send({ url: '/v1/clusters/demo/snapshots/2/cni' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(posted).toEqual([]);
  });

  it.each<[string, () => Signed, object, string, string]>([
    ['a command of Slack', () => slackCommand('cni'), { response_type: 'ephemeral', text: 'Looking into it …' }, 'POST', 'https://hooks.slack.com/commands/1234/5678'],
    ['a button of Slack', () => slackShare('cni'), {}, 'POST', 'https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209'],
    ['a command of Mattermost', () => mattermostCommand('cni in demo', { response_url: `${mattermostUrl()}/hooks/commands/fz4` }), { response_type: 'ephemeral', text: 'Looking into it …' }, 'POST', '/hooks/commands/fz4'],
    ['a command of Discord', () => discordCommand('cni'), { type: 5, data: { flags: 64 } }, 'PATCH', 'https://discord.com/api/v10/webhooks/845027738276462632/A_UNIQUE_TOKEN/messages/@original'],
  ])('is acknowledged to %s while it goes on, and told there once it is done', async (_, asked, acknowledgement, method, url) => {
    const posted = catchPosts();
    const release = holdAnalyses();
    const { status, json } = await app.send(asked());
    expect([status, json()]).toEqual([200, acknowledgement]);
    expect(posted).toEqual([]);
    release();
    await vi.waitFor(() => expect(posted).toEqual([{ method, url: expect.stringContaining(url) as string, body: expect.anything() as object }]), patient);
    expect(shown(posted[0]?.body)).toContain('flannel');
  });

  it('is told to Teams, which takes no answer later, to take longer than it waits', async () => {
    const posted = catchPosts();
    const release = holdAnalyses();
    vi.spyOn(app.nest.get(Later), 'within').mockResolvedValue(undefined);
    const { status, text } = await app.send(teamsMessage('cni'));
    expect([status, text]).toEqual([200, expect.stringContaining('takes longer than this platform waits')]);
    release();
    await app.send({ url: '/v1/clusters/demo/snapshots/2/cni' });
    expect(posted).toEqual([]);
  });
});

describe('the button under a private answer of Slack', () => {
  it('shows it to the channel', async () => {
    const posted = catchPosts();
    expect((await app.send(slackShare('cni in demo at 1'))).json()).toEqual({});
    await vi.waitFor(() => expect(posted).toHaveLength(1), patient);
    expect(posted[0]).toMatchObject({ url: 'https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209', body: { response_type: 'in_channel' } });
    expect(shown(posted[0]?.body)).toContain('demo, snapshot 1, ');
  });

  it('is the only one that does', async () => {
    const posted = catchPosts();
    expect((await app.send(slackShare('cni', { actions: [{ action_id: 'other', value: 'cni' }] }))).json()).toEqual({});
    expect(posted).toEqual([]);
  });
});

function catchPosts(): Posted[] {
  const posted: Posted[] = [];
  vi.stubGlobal('fetch', (url: string, { method = 'GET', body }: { method?: string; body?: string } = {}) => {
    posted.push({ url, method, body: JSON.parse(body ?? 'null') as unknown });
    return Promise.resolve(new Response(null, { status: 200 }));
  });
  return posted;
}

// ---- what is not theirs

const valid: readonly (() => Signed)[] = [
  () => slackCommand('help'),
  () => slackShare('help'),
  () => slackRequest('events', 'application/json', `{"type":"url_verification","challenge":"${Math.random()}"}`),
  () => mattermostCommand('help'),
  () => teamsMessage('help'),
  () => discordCommand('help'),
];

const signatureHeaders = ['x-slack-signature', 'x-slack-request-timestamp', 'authorization', 'x-signature-ed25519', 'x-signature-timestamp'];

function withHeader(request: Signed, change: (name: string, value: string) => string | undefined): Signed {
  return { ...request, headers: Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => [[name, signatureHeaders.includes(name) ? change(name, value) : value]]).filter(([, value]) => value !== undefined)) as Record<string, string> };
}

/** Somebody who changed what a platform signed. Mattermost signs nothing: who has its token may say anything. */
const tampered: readonly [string, (request: Signed) => Signed][] = [
  ['a byte more', (request) => ({ ...request, payload: `${request.payload} ` })],
  ['a byte less', (request) => ({ ...request, payload: request.payload.slice(0, -1) })],
  ['another letter', (request) => ({ ...request, payload: request.payload.replace('help', 'hepl').replace(/e(?=[^e]*$)/, 'f') })],
  ['no body', (request) => ({ ...request, payload: '' })],
  ['another body', (request) => ({ ...request, payload: '{}' })],
];

const forged: readonly [string, (request: Signed) => Signed][] = [
  ['no signature', (request) => withHeader(request, () => undefined)],
  ['an empty signature', (request) => withHeader(request, () => '')],
  ['a signature of another secret', (request) => withHeader(request, (name, value) => (name.endsWith('timestamp') ? value : otherSecret(request.payload)))],
  ['a shorter signature', (request) => withHeader(request, (name, value) => (name.endsWith('timestamp') ? value : value.slice(0, -1)))],
  ['a longer signature', (request) => withHeader(request, (name, value) => (name.endsWith('timestamp') ? value : `${value}0`))],
  ['a signature of nonsense', (request) => withHeader(request, (name, value) => (name.endsWith('timestamp') ? value : 'v0=é'))],
  ['a bearer token', (request) => ({ ...request, headers: { 'content-type': 'application/json', authorization: 'Bearer x' } })],
  ['a signature without its scheme', (request) => withHeader(request, (name, value) => (name.endsWith('timestamp') ? value : value.replace(/^(v0=|HMAC |Token )/, '').replace(/^(?=[\da-f]{128}$)/, 'x')))],
  ['a long signature', (request) => withHeader(request, (name, value) => (name.endsWith('timestamp') ? value : 'a'.repeat(4000)))],
  ['the signature of another platform', (request) => ({ ...request, headers: { ...(request.url.includes('teams') ? slackCommand('help') : teamsMessage('help')).headers } })],
];

const stale = () => [-3_600_000, -600_000, -301_000, 600_000, 86_400_000].flatMap((age): [string, Signed][] => {
  const now = Date.now() + age;
  return [
    [`a command of Slack ${age} ms from now`, slackCommand('help', { now })],
    [`an event of Slack ${age} ms from now`, slackRequest('events', 'application/json', '{"type":"url_verification","challenge":"x"}', now)],
    [`a command of Mattermost ${age} ms from now`, mattermostCommand('help', { now })],
    [`a message of Teams ${age} ms from now`, teamsMessage('help', { now })],
    [`a command of Discord ${age} ms from now`, discordCommand('help', { now })],
  ];
});

const nonsense = ['', '{', '[]', 'null', '7', '"x"', '{"a":"\\u0000"}', '{"__proto__":1}', '['.repeat(200), '{"a":'.repeat(150), '\ufeff', 'payload=', 'payload=%7B', 'payload=[]', '%', '%ff', '%E0%A4', 'a=1&a=2'];

const malformed = () => nonsense.flatMap((body, i): [string, Signed][] => [
  [`${JSON.stringify(body)} as a command of Slack`, slackRequest('commands', 'application/x-www-form-urlencoded', body, Date.now() - i * 1000)],
  [`${JSON.stringify(body)} as a button of Slack`, slackRequest('interactions', 'application/x-www-form-urlencoded', body, Date.now() - i * 1000 - 500)],
  [`${JSON.stringify(body)} as an event of Slack`, slackRequest('events', 'text/plain', body, Date.now() - i * 1000 - 100_000)],
  [`${JSON.stringify(body)} as a message of Teams`, teamsRequest(body)],
  [`${JSON.stringify(body)} as an interaction of Discord`, discordRequest(body, Date.now() - i * 1000)],
  [`${JSON.stringify(body)} as a command of Mattermost`, { ...mattermostCommand('help'), payload: body }],
]);

const incomplete = (): readonly [string, Signed][] => [
  ['a command of Slack without a user', slackCommand('help', { user_id: '' })],
  ['a command of Slack without a channel', slackCommand('help', { channel_id: '' })],
  ['a command of Slack of a long user', slackCommand('help', { user_id: 'U'.repeat(301) })],
  ['a button of Slack without a user', slackShare('help', { user: null })],
  ['a button of Slack without a channel', slackShare('help', { channel: [] })],
  ['a challenge of Slack without one', slackRequest('events', 'application/json', '{"type":"url_verification"}')],
  ['a command of Mattermost without a user', mattermostCommand('help', { user_id: '' })],
  ['a command of Mattermost without a trigger', mattermostCommand('help', { trigger_id: '' })],
  ['a message of Teams without a sender', teamsMessage('help', { from: undefined })],
  ['a message of Teams without a conversation', teamsMessage('help', { conversation: 'x' })],
  ['a message of Teams without an instant', teamsMessage('help', { timestamp: 'soon', localTimestamp: 7 })],
  ['a command of Discord without a user', discordCommand('help', { member: undefined })],
  ['a command of Discord without a channel', discordCommand('help', { channel_id: 7 })],
  ['an interaction of Discord of another type', discordCommand('help', { type: 3 })],
  ['an interaction of Discord of no type', discordCommand('help', { type: '2' })],
];

describe('what no platform has sent', () => {
  it('200 times and more, is refused with 401 or 400, and never told of a defect', async () => {
    answerInTime();
    catchPosts();
    const replayed = valid.map((make): [string, Signed] => ['a request that was here before', make()]);
    for (const [, request] of replayed) expect((await app.send(request)).status).toBe(200);
    const requests: (readonly [string, Signed])[] = [
      ...replayed,
      ...valid.flatMap((make) => tampered.filter(() => !make().url.includes('mattermost')).map(([name, change]) => [name, change(make())] as const)),
      ...valid.flatMap((make) => forged.map(([name, change]) => [name, change(make())] as const)),
      ...stale(),
      ...malformed(),
      ...incomplete(),
    ];
    const answers: string[] = [];
    for (const [name, request] of requests) {
      const { status } = await app.send(request);
      if (status !== 401 && status !== 400) answers.push(`${name} at ${request.url}: ${status}`);
    }
    expect(answers).toEqual([]);
    expect(requests.length).toBeGreaterThanOrEqual(200);
  });
});

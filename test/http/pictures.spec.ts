import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../src/platform/clock.js';
import { PictureLinks } from '../../src/platform/http/index.js';
import { NotPainted } from '../../src/platform/pictures/paint-thread.js';
import { PaintPool, TooMany } from '../../src/platform/pictures/paint-pool.js';
import { apiTokens, TestApp, tokens } from '../support/app.js';

const secret = 'a secret of links to pictures';

let app: TestApp;
/** Asks for tokens, and takes signed links. */
let guarded: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
  guarded = await TestApp.start({ env: { API_TOKENS: apiTokens, PICTURE_LINKS_SECRET: secret } });
});
afterAll(async () => {
  await app.close();
  await guarded.close();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const S = '/v1/clusters/demo/snapshots/2';
const trace = `${S}/service-networking/trace?from.pod=dev/toolbox&to.service=shop/redis&to.port=6379`;
const pictured = [
  trace,
  `${S}/ingress/match?url=https://shop.example.com/cart`,
  `${S}/dns/resolve?name=cart.shop&from.namespace=dev&from.pod=toolbox`,
  `${S}/cni/ipam?`,
];

/** Bytes as they came: a test over text would have lost some. */
async function bytesOf(url: string, headers: Readonly<Record<string, string>> = {}, of = app): Promise<{ status: number; type: string; bytes: Buffer }> {
  const { statusCode, headers: answered, rawPayload } = await of.nest.inject({ url, headers });
  return { status: statusCode, type: String(answered['content-type']), bytes: rawPayload };
}

function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
}

describe('a picture', () => {
  it.each(pictured)('of %s is SVG and PNG, by Accept and by ?format', async (url) => {
    const svg = await app.send({ url, headers: { accept: 'image/svg+xml' } });
    expect([svg.status, svg.headers['content-type'], svg.headers['vary']]).toEqual([200, 'image/svg+xml; charset=utf-8', 'Accept']);
    expect(svg.text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
    expect((await app.send({ url: `${url}&format=svg` })).text).toBe(svg.text);
    const byAccept = await bytesOf(url, { accept: 'image/png' });
    expect([byAccept.status, byAccept.type, isPng(byAccept.bytes)]).toEqual([200, 'image/png', true]);
    expect((await bytesOf(`${url}&format=png`)).bytes.equals(byAccept.bytes)).toBe(true);
  });

  it('has the verdict of the other renderings in it', async () => {
    const { summary } = await app.get<{ summary: string }>(trace);
    const { text } = await app.send({ url: `${trace}&format=svg` });
    expect(text).toContain(`<desc id="desc">NO: ${summary} 1. `);
  });

  it('is of a body as it is of a link', async () => {
    const payload = { from: { pod: 'dev/toolbox' }, to: { service: 'shop/redis', port: 6379 } };
    const byBody = await app.nest.inject({ method: 'POST', url: `${S}/service-networking/trace?format=png&scale=1.5`, payload });
    const byLink = await bytesOf(`${trace}&format=png&scale=1.5`);
    expect([byBody.statusCode, byBody.rawPayload.equals(byLink.bytes)]).toEqual([200, true]);
  });

  it('is as large as its scale says', async () => {
    const sizes = await Promise.all(['0.5', '1', '2'].map(async (scale) => (await bytesOf(`${trace}&format=png&scale=${scale}`)).bytes.readUInt32BE(16)));
    expect(sizes).toEqual([500, 1000, 2000]);
  });

  it('that the caller has is not painted again', async () => {
    for (const url of [`${trace}&format=png`, `${S}/cni/ipam?format=png`]) {
      const { headers } = await app.send({ url });
      const paint = vi.spyOn(PaintPool.prototype, 'paint').mockClear();
      const again = await app.send({ url, headers: { 'if-none-match': String(headers['etag']) } });
      expect([again.status, again.text, paint.mock.calls.length]).toEqual([304, '', 0]);
      expect((await app.send({ url: `${url}&scale=2` })).headers['etag']).not.toBe(headers['etag']);
    }
  });

  it.each<[string, string, number, string, string | undefined]>([
    ['a scale that is none', `${trace}&format=png&scale=big`, 400, 'invalid-request', '?scale'],
    ['a scale out of bounds', `${trace}&format=png&scale=5`, 400, 'invalid-request', '?scale'],
    ['two scales', `${trace}&format=png&scale=1&scale=2`, 400, 'invalid-request', '?scale'],
    ['a scale of text', `${trace}&format=txt&scale=1`, 400, 'invalid-request', '?scale'],
    ['a scale where there are no pictures', `${S}/findings?scale=1`, 400, 'invalid-request', '?scale'],
    ['a format that is none', `${trace}&format=gif`, 400, 'invalid-request', '?format'],
    ['a format where there are no pictures', `${S}/findings?format=png`, 400, 'invalid-request', '?format'],
    ['more pixels than are painted', `${trace}&format=png&scale=2.5`, 422, 'picture-too-large', '?scale'],
    ['no question', `${S}/service-networking/trace?format=png`, 400, 'invalid-request', '?from'],
    ['a snapshot that is not there', '/v1/clusters/demo/snapshots/99/cni/ipam?format=png', 404, 'not-found', undefined],
  ])('with %s is refused', async (_, url, status, code, pointer) => {
    const answer = await app.send({ url });
    const problem = answer.json<{ code: string; errors?: { pointer: string }[] }>();
    expect([answer.status, problem.code, problem.errors?.[0]?.pointer, answer.headers['etag']]).toEqual([status, code, pointer, undefined]);
  });

  it('in another form is refused, and told in which it is there', async () => {
    const { status, text } = await app.send({ url: trace, headers: { accept: 'image/gif' } });
    expect([status, text]).toEqual([406, expect.stringContaining('application/json, text/markdown, text/plain, image/svg+xml, image/png')]);
    expect((await app.send({ url: `${S}/findings`, headers: { accept: 'image/png' } })).status).toBe(406);
  });

  it.each<[string, Error, number, string]>([
    ['takes too long', new NotPainted('late'), 422, 'picture-too-large'],
    ['needs too much memory', new NotPainted('full'), 422, 'picture-too-large'],
    ['ends its thread', new NotPainted('gone'), 503, 'unavailable'],
    ['is one of too many', new TooMany(), 503, 'unavailable'],
  ])('that %s is told of, and the SVG is there all the same', async (_, error, status, code) => {
    vi.spyOn(PaintPool.prototype, 'paint').mockRejectedValue(error);
    const answer = await app.send({ url: `${trace}&format=png` });
    expect([answer.status, answer.json<{ code: string }>().code]).toEqual([status, code]);
    expect((await app.send({ url: `${trace}&format=svg` })).status).toBe(200);
  });

  it('that is being painted holds up no other answer', async () => {
    let release: (png: Uint8Array) => void = () => undefined;
    vi.spyOn(PaintPool.prototype, 'paint').mockReturnValue(new Promise((resolve) => (release = resolve)));
    const painting = bytesOf(`${trace}&format=png`);
    for (const url of [trace, `${trace}&format=svg`, `${S}/findings`]) expect((await app.send({ url })).status).toBe(200);
    release(new Uint8Array([1]));
    expect((await painting).status).toBe(200);
  });
});

// ---- signed links

const links = () => guarded.nest.get(PictureLinks);
const asked = (format = 'png', path = trace) => `${path}&format=${format}`;

/** Signed as the service does it, whatever it is. */
function signedBy(unsigned: string, key = secret): string {
  return `${unsigned}&sig=${createHmac('sha256', key).update(`foretrace picture link 1\n${unsigned}`).digest('base64url')}`;
}

const inAnHour = () => Math.floor(Date.now() / 1000) + 3000;

describe('a signed link', () => {
  it('shows its picture to who has no token, also on pages of others', async () => {
    for (const [i, url] of pictured.entries()) {
      const link = links().sign(asked(i % 2 === 0 ? 'png' : 'svg', url)) ?? '';
      expect(link).toMatch(/&exp=\d{10}&sig=[\w-]{43}$/);
      const { status, headers } = await guarded.send({ url: link });
      expect([status, headers['cross-origin-resource-policy']]).toEqual([200, 'cross-origin']);
      expect((await guarded.send({ url: asked('png', url) })).status).toBe(401);
    }
  });

  it('is for an hour, and not for longer', async () => {
    const link = links().sign(asked()) ?? '';
    const at = async (ms: number) => {
      vi.spyOn(guarded.nest.get(Clock), 'now').mockReturnValue(new Date(ms));
      const { status } = await guarded.send({ url: link });
      vi.restoreAllMocks();
      return status;
    };
    const now = Date.now();
    expect([await at(now), await at(now + 3_500_000), await at(now + 3_601_000), await at(now + 86_400_000)]).toEqual([200, 200, 401, 401]);
    expect((await guarded.send({ url: signedBy(`${asked()}&exp=${inAnHour() + 7200}`) })).status).toBe(403);
  });

  it('that was changed anywhere is refused: 401, and never a defect', async () => {
    const link = links().sign(asked()) ?? '';
    expect((await guarded.send({ url: link })).status).toBe(200);
    const [path = '', query = ''] = link.split('?');
    const changed = [
      ...[...query].map((character, i) => `${path}?${query.slice(0, i)}${character === 'a' ? 'b' : 'a'}${query.slice(i + 1)}`),
      ...[...query].map((_, i) => `${path}?${query.slice(0, i)}${query.slice(i + 1)}`),
      link.replace('/snapshots/2/', '/snapshots/1/'),
      link.replace('/snapshots/2/', '/snapshots/latest/'),
      link.replace('/demo/', '/other/'),
      link.replace('/demo/', '/dem%6f/'),
      link.replace('dev/toolbox', 'dev%2Ftoolbox'),
      link.replace('trace?', 'trace?&'),
      link.replace('/v1/', '//v1/'),
      `${link}&scale=2`,
      `${link}&scale=0.5`,
      `${link}&`,
      `${link}=`,
      link.replace('&exp=', '&exp=1&exp='),
      link.replace(/exp=\d+/, 'exp=99999999999'),
      link.replace(/exp=\d+/, 'exp='),
      link.replace(/exp=\d+&/, ''),
      link.replace(/sig=.*/, 'sig='),
      link.replace(/sig=.*/, `sig=${'A'.repeat(43)}`),
      link.replace(/sig=.*/, `sig=${'é'.repeat(43)}`),
      link.replace(/sig=.*/, 'sig=%00'),
      link.replace(/&sig=(.*)/, '&sig=$1&sig=$1'),
      link.replace(/&exp=(.*)&sig=(.*)/, '&sig=$2&exp=$1'),
      link.replace('format=png', 'format=svg'),
      signedBy(`${asked()}&exp=${inAnHour()}`, 'another secret of links'),
      signedBy(`${asked()}&exp=${inAnHour()}`, ''),
      signedBy(`${asked()}&exp=${Math.floor(Date.now() / 1000) - 1}`),
    ].filter((url) => url !== link);
    const answers = new Map<string, number>();
    for (const url of changed) answers.set(url, (await guarded.nest.inject({ url })).statusCode);
    // What is no signed link any more (its name was changed) is asked for a token too; a path that is none is not there.
    expect([...answers].filter(([, status]) => status !== 401 && status !== 404)).toEqual([]);
    expect([...answers].filter(([, status]) => status === 404).map(([url]) => url.slice(0, 5))).toEqual(['//v1/']);
    expect(answers.size).toBeGreaterThan(250);
  });

  it.each([
    ['another rendering', `${S}/cni/ipam?format=json`],
    ['no format', `${S}/cni/ipam?scale=1`],
    ['the newest snapshot, whichever that is', `${S.replace('/2', '/latest')}/cni/ipam?format=png`],
  ])('of %s is none, were it signed', async (_, path) => {
    expect((await guarded.send({ url: signedBy(`${path}&exp=${inAnHour()}`) })).status).toBe(403);
  });

  it('opens nothing but pictures', async () => {
    for (const path of [`${S}/findings?format=txt`, `${S}/objects?limit=1`, '/v1/clusters?limit=1', `${S}?x=1`]) {
      expect((await guarded.nest.inject({ url: signedBy(`${path}&exp=${inAnHour()}`) })).statusCode).toBe(401);
    }
    const post = await guarded.nest.inject({ method: 'POST', url: signedBy(`${S}/service-networking/trace?format=png&exp=${inAnHour()}`), payload: {} });
    expect(post.statusCode).toBe(403);
  });

  it('is taken for itself, whatever token comes with it', async () => {
    const link = links().sign(asked()) ?? '';
    const headers = { authorization: `Bearer ${tokens.admin}` };
    expect((await guarded.send({ url: link, headers })).status).toBe(200);
    expect((await guarded.send({ url: `${link}x`, headers })).status).toBe(401);
  });

  it('does not exist where it is not switched on', async () => {
    expect(app.nest.get(PictureLinks).sign(asked())).toBeNull();
    expect((await app.send({ url: signedBy(`${asked()}&exp=${inAnHour()}`) })).status).toBe(401);
    expect((await app.send({ url: signedBy(`${asked()}&exp=${inAnHour()}`, '') })).status).toBe(401);
  });
});

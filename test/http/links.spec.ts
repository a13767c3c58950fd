import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

const S = '/v1/clusters/demo/snapshots/2';

/** A question as a body, and the same in a link. */
const questions: [path: string, body: object, query: string][] = [
  [`${S}/dns/resolve`, { name: 'cart.shop', from: { namespace: 'dev', pod: 'toolbox' } }, 'name=cart.shop&from.namespace=dev&from.pod=toolbox'],
  [`${S}/dns/resolve`, { name: 'cart', type: 'AAAA', resolver: 'musl', from: { namespace: 'shop', dnsPolicy: 'None', dnsConfig: { nameservers: ['10.96.0.10', '192.0.2.53'] } } }, 'name=cart&type=AAAA&resolver=musl&from.namespace=shop&from.dnsPolicy=None&from.dnsConfig.nameservers=10.96.0.10&from.dnsConfig.nameservers=192.0.2.53'],
  [`${S}/service-networking/trace`, { from: { pod: 'dev/toolbox' }, to: { service: 'shop/redis', port: 6379 } }, 'from.pod=dev/toolbox&to.service=shop/redis&to.port=6379'],
  [`${S}/service-networking/trace`, { from: { node: 'demo-worker-1' }, to: { service: 'kube-system/kube-dns', port: 'dns', protocol: 'UDP' } }, 'from.node=demo-worker-1&to.service=kube-system%2Fkube-dns&to.port=dns&to.protocol=UDP'],
  [`${S}/ingress/match`, { url: 'https://shop.example.com/cart?x=1&y=2', method: 'POST', headers: { cookie: 'session=1', 'x-forwarded-for': ['203.0.113.7', '203.0.113.8'] } }, 'url=https://shop.example.com/cart?x=1%26y=2&method=POST&headers=cookie:session=1&headers=x-forwarded-for:203.0.113.7&headers=x-forwarded-for:203.0.113.8'],
  ['/v1/ip/split', { cidr: '10.0.0.0/16', count: 3 }, 'cidr=10.0.0.0/16&count=3'],
  ['/v1/ip/split', { cidr: '10.0.0.0/16', hosts: [1000, '200'] }, 'cidr=10.0.0.0/16&hosts=1000&hosts=200'],
  ['/v1/ip/aggregate', { cidrs: ['10.0.0.0/16', '10.1.0.0/16'] }, 'cidrs=10.0.0.0/16&cidrs=10.1.0.0/16'],
  ['/v1/ip/aggregate', { cidrs: ['10.0.0.0/16'] }, 'cidrs=10.0.0.0/16'],
  ['/v1/ip/subtract', { from: ['10.0.0.0/14'], remove: ['10.2.0.0/15'] }, 'from=10.0.0.0/14&remove=10.2.0.0/15'],
  ['/v1/ip/overlaps', { ranges: { pods: ['10.0.0.0/16', 'fd00::/48'], vpc: ['10.0.128.0/20', 'fd00::/64'] } }, 'ranges=pods:10.0.0.0/16&ranges=pods:fd00::/48&ranges=vpc:10.0.128.0/20&ranges=vpc:fd00::/64'],
  ['/v1/ip/contains', { cidr: '10.96.0.0/12', addresses: ['10.96.0.10'] }, 'cidr=10.96.0.0/12&addresses=10.96.0.10'],
  ['/v1/ip/range', { start: '192.168.1.10', end: '192.168.1.50' }, 'start=192.168.1.10&end=192.168.1.50'],
  ['/v1/ip/nth', { cidr: 'fd00::/64', index: -1 }, 'cidr=fd00::/64&index=-1'],
  ['/v1/ip/nth', { cidr: 'fd00::/64', index: '9007199254740993' }, 'cidr=fd00::/64&index=9007199254740993'],
  ['/v1/ip/free', { pool: ['10.0.0.0/16'], used: ['10.0.0.0/18'], prefixLength: 24 }, 'pool=10.0.0.0/16&used=10.0.0.0/18&prefixLength=24'],
  ['/v1/ip/plan', { nodes: 100, podsPerNode: 110, services: 1000, avoid: ['10.0.0.0/16'], ipFamilies: ['IPv4', 'IPv6'] }, 'nodes=100&podsPerNode=110&services=1000&avoid=10.0.0.0/16&ipFamilies=IPv4&ipFamilies=IPv6'],
];

describe('a question in a link', () => {
  it('has the answer that it has as a body, to the byte, in every rendering', async () => {
    for (const [path, payload, query] of questions) {
      for (const accept of ['application/json', 'text/markdown', 'text/plain']) {
        const byBody = await app.send({ method: 'POST', url: path, payload, headers: { accept } });
        const byLink = await app.send({ url: `${path}?${query}`, headers: { accept } });
        expect([query, byLink.status, byLink.text, byLink.headers['content-type']]).toEqual([query, byBody.status, byBody.text, byBody.headers['content-type']]);
        expect(byBody.status).toBe(200);
      }
    }
  });

  it('is one of every POST that asks and whose question is small', () => {
    // What is said to chats, agents and webhooks is no question.
    const acting = ['chat', 'mcp', 'webhooks'];
    const asking = app.contract.operations.filter(({ method, responses, tags }) => method === 'POST' && responses['200'] !== undefined && tags?.some((tag) => acting.includes(tag)) === false).map(({ operationId, template }) => [operationId, app.contract.operations.some((each) => each.method === 'GET' && each.template === template)]);
    const without = asking.filter(([, hasTwin]) => hasTwin === false).map(([operationId]) => operationId).sort();
    expect(without).toEqual(['chooseNetworkConfig', 'compareRules', 'migrateCorefile', 'readCorefile', 'simulateAttachment', 'validateNetworkConfig']);
  });

  it('of a snapshot has the ETag of one, and says its number', async () => {
    const url = `${S.replace('/2', '/latest')}/service-networking/trace?from.pod=dev/toolbox&to.service=shop/redis&to.port=6379`;
    const { headers } = await app.send({ url });
    expect(headers['content-location']).toBe(url.replace('latest', '2'));
    const again = await app.send({ url: url.replace('latest', '2'), headers: { 'if-none-match': String(headers['etag']) } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('takes pages as the POST does', async () => {
    const url = '/v1/ip/split?cidr=10.0.0.0/16&prefixLength=18&limit=3';
    const { next } = await app.get<{ next: string }>(url);
    expect(await app.get(`${url}&cursor=${next}`)).toMatchObject({ subnets: ['10.0.192.0/18'], next: null });
  });

  it.each<[string, string, number, string[]]>([
    ['no question', `${S}/service-networking/trace`, 400, ['?from', '?to']],
    ['a parameter that is none of its', `${S}/service-networking/trace?from.pot=dev/toolbox&to.service=shop/redis&to.port=1`, 400, ['?from.pot']],
    ['a parameter twice', `${S}/service-networking/trace?from.pod=dev/toolbox&from.pod=x&to.service=shop/redis&to.port=1`, 400, ['?from.pod']],
    ['a number that is none', '/v1/ip/plan?nodes=many&podsPerNode=1&services=1', 400, ['?nodes']],
    ['what the handler refuses', `${S}/service-networking/trace?from.pod=dev/toolbox&from.node=demo-worker-1&to.service=shop/redis&to.port=1`, 400, ['?from']],
    ['what the core refuses', `${S}/service-networking/trace?from.pod=dev/toolbox&to.service=shop/redi&to.port=1`, 404, ['?to.service']],
    ['a map without names', '/v1/ip/overlaps?ranges=10.0.0.0', 400, ['?ranges']],
    ['a map with a name of JavaScript', '/v1/ip/overlaps?ranges=__proto__:10.0.0.0/8', 400, ['?ranges']],
  ])('with %s is refused, and told where', async (_, url, expected, pointers) => {
    const { status, json } = await app.send({ url });
    expect([status, [...new Set(json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer))]]).toEqual([expected, pointers]);
  });
});

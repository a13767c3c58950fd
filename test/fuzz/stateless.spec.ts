import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { excludeCidr, mergeCidr } from 'cidr-tools';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCidr, parseNetwork } from '../../src/core/ip/index.js';
import { ConfigsController } from '../../src/modules/cni/configs.controller.js';
import { IpModule } from '../../src/modules/ip/ip.module.js';
import { readConfig, type Config } from '../../src/platform/config.js';
import { ClusterStore, DatabaseProbe, IdempotencyStore, OperationStore, SettingStore, SnapshotStore } from '../../src/platform/database/index.js';
import { createApp } from '../../src/platform/http/create-app.js';
import { HttpModule } from '../../src/platform/http/http.module.js';
import { attachCases } from '../oracles/cni/cases.js';
import { Contract, type ContractDocument } from '../support/contract.js';
import { address, cidr, cidrs, count } from './address-texts.js';
import { requestsOf } from './requests.js';

/** `npm run fuzz` makes a hundred thousand of them. */
const runs = 5 * Number(process.env['FUZZ_RUNS'] ?? 80);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

const stores = [SnapshotStore, ClusterStore, IdempotencyStore, OperationStore, DatabaseProbe].map((provide) => ({ provide, useValue: {} }));

/** What the platform wants of a database, which no request here asks anything. */
@Global()
@Module({ providers: [...stores, { provide: SettingStore, useValue: { secret: () => Promise.resolve(Buffer.alloc(32)) } }], exports: [...stores.map(({ provide }) => provide), SettingStore] })
class NoDatabaseModule {}

@Module({ controllers: [ConfigsController] })
class ConfigsModule {}

@Module({})
class StatelessModule {}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string;
}

const hosts = fc.array(count, { minLength: 1, maxLength: 5 });
const prefixLength = fc.oneof(fc.nat(128), count);
const ipBodies: Readonly<Record<string, fc.Arbitrary<object>>> = {
  split: fc.oneof(fc.record({ cidr, prefixLength }), fc.record({ cidr, count }), fc.record({ cidr, hosts })),
  aggregate: fc.record({ cidrs }),
  subtract: fc.record({ from: cidrs, remove: cidrs }),
  overlaps: fc.record({ ranges: fc.dictionary(fc.string({ maxLength: 5 }), cidrs, { maxKeys: 4 }) }),
  contains: fc.record({ cidr, addresses: fc.array(address, { maxLength: 5 }) }),
  range: fc.record({ start: address, end: address }),
  nth: fc.record({ cidr, index: count }),
  free: fc.record({ pool: cidrs, used: cidrs, prefixLength }, { requiredKeys: ['pool', 'used'] }),
  plan: fc.record({ nodes: count, podsPerNode: count, services: count, avoid: cidrs, within: cidr, ipFamilies: fc.constantFrom(['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], [], ['IPv5']) }, { requiredKeys: ['nodes', 'podsPerNode', 'services'] }),
};

/** A text in which something was cut out, put in, or taken from another. */
const texts = fc.constantFrom(...attachCases.map(({ text }) => text));
const odd = fc.oneof(fc.constantFrom('null', '""', '{}', '[]', '-1', '1e999', '"__proto__"', '\\u0000', ',', '}', ':', '10.0.0.0/8', '"fd00::/129"', '999999999999999999999'), fc.string({ unit: 'binary', maxLength: 8 }), fc.json());
const configText = fc.oneof(
  texts,
  fc.tuple(texts, fc.nat(), fc.nat(40), odd).map(([text, at, length, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + length)),
  fc.tuple(texts, texts, fc.nat(), fc.nat()).map(([a, b, i, j]) => a.slice(0, i % (a.length + 1)) + b.slice(j % (b.length + 1))),
  odd,
);
const fileName = fc.constantFrom('10-net.conf', '10-net.conflist', 'net.json', 'net', '', '../net.conf');
const asked = fc.constantFrom('STATUS', 'ADD', 'CHECK', 'GC', 'DEL', 'VERSION');
const attachment = fc.record({ containerId: fc.constantFrom('pod-1', 'old-0', '', 'a b'), ifName: fc.constantFrom('eth0', 'lo', '', 'x'.repeat(20)) });
const configBodies: Readonly<Record<string, fc.Arbitrary<object>>> = {
  validate: fc.record({ text: configText, fileName }, { requiredKeys: ['text'] }),
  choose: fc.record({ files: fc.array(fc.record({ name: fileName, text: configText }), { maxLength: 4 }), runtime: fc.constantFrom('containerd', 'cri-o', 'docker') }),
  simulate: fc.tuple(fc.constantFrom(...attachCases), configText, fc.boolean()).chain(([each, other, isOwn]) =>
    fc.record(
      {
        text: fc.constant(isOwn ? each.text : other),
        containerId: fc.constantFrom('pod-1', '', 'a b'),
        netns: fc.constantFrom('/var/run/netns/pod', ''),
        ifName: fc.constantFrom('eth0', 'lo', ''),
        fileName,
        cniArgs: fc.constantFrom('', 'IP=10.244.1.77', 'IP=x', ';;', 'a=b;c'),
        capabilityArgs: fc.oneof(fc.constant(each.capabilityArgs ?? {}), fc.dictionary(fc.constantFrom('ips', 'mac', 'portMappings', 'bandwidth', 'ipRanges'), fc.jsonValue({ maxDepth: 3 }))),
        existingAllocations: fc.array(fc.record({ containerId: fc.constantFrom('old-0', 'pod-1'), addresses: fc.array(fc.oneof(fc.constantFrom('10.244.1.2', 'fd00::2'), address), { maxLength: 2 }), released: fc.boolean() }, { requiredKeys: ['containerId', 'addresses'] }), { maxLength: 3 }),
        hostInterfaces: fc.array(fc.record({ name: fc.constantFrom('eth0', 'uplink', 'cni0', ''), kind: fc.constantFrom('bridge', 'device', 'veth'), mtu: fc.integer({ min: 0, max: 70_000 }), addresses: fc.array(cidr, { maxLength: 2 }), defaultRoute: fc.boolean() }, { requiredKeys: ['name'] }), { maxLength: 3 }),
        commands: fc.array(asked, { maxLength: 6 }),
        validAttachments: fc.array(attachment, { maxLength: 3 }),
      },
      { requiredKeys: ['text', 'containerId', 'netns', 'ifName'] },
    ),
  ),
};

const format = fc.constantFrom('', '?format=txt', '?format=md', '?format=json', '?limit=3', '?cursor=x', '?format=svg');
const posted = (base: string, bodies: Readonly<Record<string, fc.Arbitrary<object>>>) =>
  Object.entries(bodies).map(([name, body]) => fc.tuple(body, format).map(([each, query]): Asked => ({ method: 'POST', url: `${base}/${name}${query}`, headers: { 'content-type': 'application/json' }, payload: JSON.stringify(each) })));

const knowing: fc.Arbitrary<Asked> = fc.oneof(
  fc.tuple(cidr, prefixLength, fc.boolean()).map(([of, length, with_]): Asked => ({ method: 'GET', url: `/v1/ip/info?address=${encodeURIComponent(Buffer.from(of).toString())}${with_ ? `&prefixLength=${encodeURIComponent(String(length))}` : ''}` })),
  ...posted('/v1/ip', ipBodies),
  ...posted('/v1/cni/configs', configBodies),
);

describe('what needs no database, under requests of every kind', () => {
  let app: NestFastifyApplication;
  let contract: Contract;
  let document: ContractDocument;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'foretrace-'));
    const config: Config = readConfig({ LOG_LEVEL: 'silent', DEMO: 'off', DATA_DIR: folder });
    app = await createApp({ module: StatelessModule, imports: [HttpModule.forRoot(config), NoDatabaseModule, IpModule, ConfigsModule] }, config);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    document = (await app.inject({ url: '/openapi.json' })).json<ContractDocument>();
    contract = new Contract(document);
  });

  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it(
    `keeps its contract, and says nothing that another program contradicts (${runs} requests, seed ${seed})`,
    async () => {
      const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => path.startsWith('/v1/ip/') || path.startsWith('/v1/cni/')));
      const blind = requestsOf({ ...document, paths }, { places: {}, expendable: {} }).map(({ method, path, headers, body }): Asked => ({ method, url: path, headers, ...(body !== undefined && { payload: body.toString() }) }));
      const faults = new Map<string, string>();
      const statuses = new Map<number, number>();
      for (const sent of fc.sample(fc.oneof({ weight: 4, arbitrary: knowing }, blind), { numRuns: runs, seed })) {
        const { statusCode, headers, body } = await app.inject({ ...sent, method: sent.method === 'GET' ? 'GET' : 'POST' });
        statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
        const found = contract.faults({ method: sent.method, url: sent.url, status: statusCode, contentType: headers['content-type']?.toString(), body });
        if (statusCode >= 500) found.push(`${sent.url}: status ${statusCode}`);
        if (statusCode === 200 && headers['content-type']?.toString().startsWith('application/json') === true) found.push(...contradictions(sent, body));
        for (const fault of found) if (!faults.has(fault)) faults.set(fault, `${JSON.stringify(sent).slice(0, 1500)}\n=> ${statusCode} ${body.slice(0, 500)}`);
      }
      expect([...faults].map(([fault, example]) => `${fault}\n${example}`).join('\n\n')).toBe('');
      for (const status of [200, 400]) expect(statuses.get(status) ?? 0).toBeGreaterThan(runs / 10);
    },
    60_000 + runs * 100,
  );
});

/** Where cidr-tools, asked the same, answers otherwise. It takes what is none: only texts that both take the same are put to it. */
function contradictions({ url, payload = '' }: Asked, body: string): string[] {
  const operation = /^\/v1\/ip\/(aggregate|subtract)(?:\?format=json)?$/.exec(url)?.[1];
  if (operation === undefined) return [];
  const question = JSON.parse(payload) as { readonly cidrs?: readonly string[]; readonly from?: readonly string[]; readonly remove?: readonly string[] };
  const plain = (texts: readonly string[] = []) => texts.map((text) => formatCidr(parseNetwork(text)));
  const told = operation === 'aggregate' ? mergeCidr(plain(question.cidrs)) : excludeCidr(plain(question.from), plain(question.remove));
  const expected = told.map((text) => formatCidr(parseNetwork(text)));
  const { cidrs: ours } = JSON.parse(body) as { readonly cidrs: readonly string[] };
  return JSON.stringify(ours) === JSON.stringify(expected) ? [] : [`${operation}: ${JSON.stringify(ours)}, and cidr-tools says ${JSON.stringify(expected)}`];
}

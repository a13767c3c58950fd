import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../src/core/analysis/index.js';
import { ClusterView, readCluster } from '../../src/core/cluster/index.js';
import { loadCorefile } from '../../src/core/dns/corefile/load.js';
import { migrateCorefile, readCorefile, renderCorefileText } from '../../src/core/dns/index.js';
import { libcs } from '../../src/core/dns/libc/catalogue.js';
import type { OutgoingQuery, Received } from '../../src/core/dns/libc/libc.js';
import { isDomainName } from '../../src/core/dns/name.js';
import { versionOf } from '../../src/core/dns/releases/release.js';
import { DnsServer } from '../../src/core/dns/server.js';
import { InputError } from '../../src/core/errors.js';
import { parseReadout } from '../../src/core/readouts/index.js';
import { corefileCases } from '../oracles/dns/corefile/cases.js';
import { scenarios } from '../oracles/dns/corefile/scenarios.js';
import { externalCorefiles } from '../oracles/dns/external/scenarios.js';
import { kubernetesObjects } from '../oracles/dns/kubernetes/objects.js';
import { corefileOf, kubernetesCorefiles, kubernetesNames } from '../oracles/dns/kubernetes/questions.js';

/** `npm run fuzz` makes a hundred thousand of each. */
const runs = 5 * Number(process.env['FUZZ_RUNS'] ?? 40);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

const corefiles = [...corefileCases.map(({ text }) => text), ...scenarios.map(({ corefile }) => corefile), ...Object.values(externalCorefiles), ...Object.keys(kubernetesCorefiles).map((name) => corefileOf(name, 53, '/kubeconfig x'))].filter((text) => text.length < 5_000);
const shreds = fc.oneof(
  fc.constantFrom(...corefiles.flatMap((text) => text.split(/\s+/)).filter((word) => word !== '')),
  fc.constantFrom('{', '}', '\n', '"', '\\', '#', '{$HOME}', '{%X%}', 'import', 'import x', '(s)', 'import s', ',', ' '.repeat(300), '{\n'.repeat(200), 'a'.repeat(3000), '(a*)*b', '(a|a)*$', '[', '\u0000', '\uFEFF', '\u{1F600}'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** A text in which something was cut out, put in, doubled, or taken from another. */
const corefile = fc
  .tuple(fc.constantFrom(...corefiles), fc.constantFrom(...corefiles), fc.array(fc.tuple(fc.constantFrom('cut', 'put', 'double', 'graft'), fc.nat(), fc.nat(80), shreds), { maxLength: 4 }))
  .map(([text, other, changes]) =>
    changes.reduce((given, [change, place, length, shred]) => {
      const at = place % (given.length + 1);
      const [before, after] = [given.slice(0, at), given.slice(at)];
      if (change === 'cut') return before + after.slice(length);
      if (change === 'put') return `${before}${shred}${after}`;
      return change === 'double' ? `${before}${after.slice(0, length)}${after}` : `${before}${other.slice(0, length * 4)}${after}`;
    }, text).slice(0, 20_000),
  );
const release = fc.constantFrom('1.0.6', '1.3.1', '1.5.0', '1.6.9', '1.8.6', '1.11.3', '1.14.7', '99.0.0');
const label = fc.oneof(fc.constantFrom('web', 'svc', 'pod', 'dns-shop', '_http', '_tcp', '*', 'any', '10-244-200-1', 'cluster', 'local', 'in-addr', 'arpa', '\\.', '\\000', 'a'.repeat(63), 'a'.repeat(64), ''), fc.string({ unit: 'binary-ascii', maxLength: 6 }));
const name = fc.oneof(fc.constantFrom(...kubernetesNames), fc.array(label, { maxLength: 12 }).map((labels) => labels.join('.')), fc.tuple(fc.array(label, { maxLength: 6 }), fc.constantFrom(...kubernetesNames)).map(([labels, below]) => [...labels, below].join('.')), fc.string({ unit: 'binary', maxLength: 40 }));
const type = fc.constantFrom('A', 'AAAA', 'SRV', 'PTR', 'TXT', 'CNAME', 'NS', 'SOA', 'MX', 'ANY', 'DS', 'AXFR', 'TYPE65280');
const conf = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom('nameserver', 'search', 'domain', 'options', 'sortlist', '#', ';', 'Nameserver', ''), fc.array(fc.oneof(fc.constantFrom('10.96.0.10', '::1', 'cluster.local', 'svc.cluster.local.', '.', 'ndots:5', 'ndots:99999999999', 'timeout:0', 'attempts:99', 'rotate', 'use-vc', 'no-aaaa', 'x'.repeat(300)), fc.string({ unit: 'binary', maxLength: 10 })), { maxLength: 10 })).map(([keyword, values]) => [keyword, ...values].join(' ')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  ),
  { maxLength: 12 },
).map((lines) => lines.join('\n'));

describe('DNS under texts and names of every kind', () => {
  it(`reads, migrates and asks Corefiles (${runs}, seed ${seed})`, () => {
    const faults = new Set<string>();
    for (const [text, version, asked, kind] of fc.sample(fc.tuple(corefile, release, name, type), { numRuns: runs, seed })) {
      tried(faults, text, () => {
        const reading = readCorefile({ text, version });
        renderCorefileText(reading);
        // What is printed is the same Corefile.
        if (reading.valid && !text.includes('{$') && !text.includes('{%')) expect(readCorefile({ text: reading.text, version }).text).toBe(reading.text);
      });
      tried(faults, text, () => migrateCorefile({ text, fromVersion: '1.3.1', toVersion: '1.11.1' }));
      tried(faults, `${text}\n${asked} ${kind}`, () => {
        const loaded = loadCorefile(text, { version: versionOf(version), files: { corefile: '/Corefile', texts: new Map() }, environment: () => undefined });
        if (loaded.error === undefined) ask(new DnsServer(loaded, { addresses: [] }), asked, kind);
      });
    }
    expect([...faults]).toEqual([]);
  });

  it(`answers names (${runs}, seed ${seed})`, () => {
    const faults = new Set<string>();
    const view = new ClusterView(readCluster(kubernetesObjects));
    const servers = ['plain', 'pods verified', 'zonal', 'the root', 'fallthrough to another plugin'].flatMap((corefileName) =>
      ['1.6.9', '1.14.7'].flatMap((version) => {
        const loaded = loadCorefile(corefileOf(corefileName, 53, '/kubeconfig x'), { version: versionOf(version), files: { corefile: '/Corefile', texts: new Map() }, environment: () => undefined });
        return loaded.error === undefined ? [new DnsServer(loaded, { view, addresses: ['10.244.0.2'] })] : [];
      }),
    );
    for (const [asked, kind, which] of fc.sample(fc.tuple(name, type, fc.nat()), { numRuns: runs, seed })) {
      const server = servers[which % servers.length];
      tried(faults, `${JSON.stringify(asked)} ${kind}`, () => server !== undefined && ask(server, asked, kind));
    }
    expect([...faults]).toEqual([]);
  });

  it(`looks names up by files of every kind (${runs}, seed ${seed})`, () => {
    const faults = new Set<string>();
    const replies = fc.array(fc.constantFrom<Received>({ kind: 'silence' }, { kind: 'unreachable' }, reply('NOERROR', 1), reply('NOERROR', 0), reply('NXDOMAIN', 0), reply('SERVFAIL', 0), reply('REFUSED', 0), { ...reply('NOERROR', 1), truncated: true }), { minLength: 1, maxLength: 6 });
    for (const [text, asked, received] of fc.sample(fc.tuple(conf, name, replies), { numRuns: runs, seed })) {
      tried(faults, text, () => parseReadout('resolv-conf', text));
      for (const libc of libcs) tried(faults, `${libc.id} ${JSON.stringify([text, asked])}`, () => expect(queriesOf(libc.open(text).lookUp(asked, 'addresses'), received)).toBeLessThan(200_000));
    }
    expect([...faults]).toEqual([]);
  });
});

/** Of what is thrown only what says what was wrong with the question is no fault. */
function tried(faults: Set<string>, about: string, run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof InputError)) faults.add(`${error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 3).join(' ') : String(error)}: ${about.slice(0, 600)}`);
  }
}

/** Names that no query can hold are not asked: they do not come to a server. */
function ask(server: DnsServer, asked: string, kind: string): void {
  if (!isDomainName(asked)) return;
  const served = server.ask({ name: asked.endsWith('.') ? asked : `${asked}.`, type: kind, class: 'IN', client: '10.244.1.9', protocol: 'udp' }, new Journal());
  expect(['reply', 'unwritten', 'forwarded', 'dropped', 'unknown']).toContain(served.kind);
}

function reply(rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED', answers: number): Extract<Received, { readonly kind: 'reply' }> {
  return { kind: 'reply', rcode, answers, hasType: answers > 0 };
}

function queriesOf(lookup: Generator<readonly OutgoingQuery[], unknown, readonly Received[]>, replies: readonly Received[]): number {
  let queries = 0;
  for (let step = lookup.next([]); step.done !== true; ) {
    const batch = step.value;
    step = lookup.next(batch.map((_, i) => replies[(queries + i) % replies.length] ?? { kind: 'silence' }));
    queries += batch.length;
  }
  return queries;
}

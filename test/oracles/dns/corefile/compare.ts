import { Journal } from '../../../../src/core/analysis/index.js';
import { loadCorefile, type LoadedCorefile } from '../../../../src/core/dns/corefile/load.js';
import type { ResourceRecord, Served } from '../../../../src/core/dns/message.js';
import { newestRelease, versionOf } from '../../../../src/core/dns/releases/release.js';
import { DnsServer } from '../../../../src/core/dns/server.js';
import type { DnsReply } from '../dns-client.js';
import type { CorefileCase } from './cases.js';
import type { Migrated } from './migrations.js';
import type { Scenario } from './scenarios.js';

/** What was read: each block’s keys and, by plugin, its words. */
export interface ReadCorefile {
  /** In CoreDNS’s words; '' where there is none. */
  readonly error: string;
  readonly blocks?: readonly { readonly keys: readonly string[] | null; readonly plugins: Readonly<Record<string, readonly string[]>> }[];
}

export function load({ text, files = {}, environment = {} }: CorefileCase): LoadedCorefile {
  return loadCorefile(text, {
    version: versionOf(newestRelease),
    files: { corefile: 'Corefile', texts: new Map(Object.entries(files).map(([name, content]) => [`/${name}`, content])) },
    environment: (name) => (Object.hasOwn(environment, name) ? environment[name] : undefined),
  });
}

/** Our reading, in the form of theirs. */
export function readOurs(given: CorefileCase): ReadCorefile {
  const { source, error } = load(given);
  const blocks = source.map(({ keys, directives }) => {
    const plugins: Record<string, string[]> = {};
    for (const { name, tokens } of directives) (plugins[name] ??= []).push(...tokens.map(({ text }) => text));
    return { keys: keys.map(({ text }) => text), plugins };
  });
  return { error: error?.message ?? '', blocks };
}

/** Our answers, by question. */
export function answerOurs({ corefile, files, questions }: Scenario): Readonly<Record<string, DnsReply>> {
  const loaded = load({ name: '', text: corefile, ...(files !== undefined && { files }) });
  if (loaded.error !== undefined) throw loaded.error;
  const server = new DnsServer(loaded, { addresses: [] });
  return Object.fromEntries(
    questions.map((question) => {
      const [name = '', type = ''] = question.split(' ');
      return [question, replyOf(server.ask({ name, type, class: 'IN', client: '127.0.0.1', protocol: 'tcp', server: '127.0.0.1' }, new Journal()))];
    }),
  );
}

/** A reply of ours, in the form in which the client has theirs. */
export function replyOf(served: Served): DnsReply {
  const empty = { answers: [], authority: [], additional: [] };
  if (served.kind === 'unwritten') return { rcode: served.rcode, authoritative: false, ...empty };
  if (served.kind === 'dropped') return { rcode: 'none', authoritative: false, ...empty };
  if (served.kind !== 'reply') return { rcode: `${served.kind}: ${'reason' in served ? served.reason : ''}`, authoritative: false, ...empty };
  const { rcode, authoritative, answers, authority, additional } = served.reply;
  return { rcode, authoritative, answers: lines(answers), authority: lines(authority), additional: lines(additional) };
}

function lines(records: readonly ResourceRecord[]): readonly string[] {
  // The client takes the serial out.
  return records.map(({ name, ttl, type, data }) => `${name} ${ttl} ${type} ${type === 'SOA' ? data.replace(/^(\S+ \S+) \d+/, '$1 0') : data}`).sort();
}

/** How the two differ, a line each; the port of the client is chance. */
export function differencesOf(ours: Readonly<Record<string, DnsReply>>, theirs: Readonly<Record<string, DnsReply>>): readonly string[] {
  return Object.entries(theirs).flatMap(([question, reply]) => {
    const [a, b] = [ours[question], reply].map((each) => JSON.stringify(each).replace(/ SRV 0 0 \d+ /g, ' SRV 0 0 0 '));
    return a === b ? [] : [`${question}: we ${a}, CoreDNS ${b}`];
  });
}

/** What CoreDNS and the project's migration did with the cases, by their names. */
export interface RecordedCorefiles {
  readonly read: Readonly<Record<string, ReadCorefile>>;
  readonly migrated: Readonly<Record<string, Migrated>>;
  readonly faults: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, Readonly<Record<string, DnsReply>>>>;
}

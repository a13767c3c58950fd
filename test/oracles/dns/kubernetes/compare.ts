import { ClusterView, readCluster } from '../../../../src/core/cluster/index.js';
import { Journal } from '../../../../src/core/analysis/index.js';
import { loadCorefile } from '../../../../src/core/dns/corefile/load.js';
import type { ResourceRecord, Served } from '../../../../src/core/dns/message.js';
import { versionOf } from '../../../../src/core/dns/releases/release.js';
import { DnsServer } from '../../../../src/core/dns/server.js';
import type { DnsReply } from '../dns-client.js';
import { corefileOf, questionsFor } from './questions.js';

/** What CoreDNS answered, and the objects of the cluster that it served. */
export interface RecordedKubernetes {
  /** The release. */
  readonly version: string;
  readonly objects: readonly object[];
  /** By Corefile, then by `name type`. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, DnsReply>>>>;
}

/** The first Corefile: under the others only answers that differ from those under it are kept. */
const first = 'plain';

/** Without what is the same under the first Corefile. */
export function packed(recorded: RecordedKubernetes): RecordedKubernetes {
  const plain = recorded.answers[first] ?? {};
  const answers = Object.entries(recorded.answers).map(([corefile, replies]) => {
    const own = Object.entries(replies).filter(([question, reply]) => corefile === first || JSON.stringify(reply) !== JSON.stringify(plain[question]));
    return [corefile, Object.fromEntries(own)] as const;
  });
  return { ...recorded, answers: Object.fromEntries(answers) };
}

/** The inverse of {@link packed}, for one Corefile. */
export function unpacked(recorded: RecordedKubernetes, corefile: string): Readonly<Record<string, DnsReply>> {
  const [plain = {}, own = {}] = [recorded.answers[first], recorded.answers[corefile]];
  return Object.fromEntries(questionsFor(corefile).flatMap(({ name, type }) => {
    const question = `${name} ${type}`;
    const reply = own[question] ?? plain[question];
    return reply === undefined ? [] : [[question, reply] as const];
  }));
}

/** Our answers under one Corefile, by `name type`. */
export function answersOf(recorded: Pick<RecordedKubernetes, 'version' | 'objects'>, corefile: string): Readonly<Record<string, DnsReply>> {
  const view = new ClusterView(readCluster(recorded.objects));
  const loaded = loadCorefile(corefileOf(corefile, 53, '/kubeconfig'), { version: versionOf(recorded.version), files: { corefile: '/Corefile', texts: new Map() }, environment: () => undefined });
  if (loaded.error !== undefined) throw loaded.error;
  const server = new DnsServer(loaded, { view, addresses: ['127.0.0.1'] });
  return Object.fromEntries(
    questionsFor(corefile).map(({ name, type }) => [`${name} ${type}`, replyOf(server.ask({ name, type, class: 'IN', client: '127.0.0.1', protocol: 'tcp', server: '127.0.0.1' }, new Journal()))]),
  );
}

function replyOf(served: Served): DnsReply {
  const empty = { answers: [], authority: [], additional: [] };
  switch (served.kind) {
    case 'reply': {
      const { rcode, authoritative, answers, authority, additional } = served.reply;
      return { rcode, authoritative, answers: lines(answers), authority: lines(authority), additional: lines(additional) };
    }
    case 'unwritten':
      return { rcode: served.rcode, authoritative: false, ...empty };
    case 'dropped':
      return { rcode: 'none', authoritative: false, ...empty };
    default:
      return { rcode: `${served.kind}${served.kind === 'unknown' ? `: ${served.reason}` : ''}`, authoritative: false, ...empty };
  }
}

function lines(records: readonly ResourceRecord[]): readonly string[] {
  return records.map(({ name, ttl, type, data }) => `${name} ${ttl} ${type} ${data}`).sort();
}

/** How the two differ, one line a question; the port from which whoami is asked is chance. */
export function differencesOf(ours: Readonly<Record<string, DnsReply>>, theirs: Readonly<Record<string, DnsReply>>): readonly string[] {
  return Object.entries(theirs).flatMap(([question, reply]) => {
    const [a, b] = [ours[question], reply].map((each) => JSON.stringify(each).replace(/ SRV 0 0 \d+ /g, ' SRV 0 0 0 '));
    return a === b ? [] : [`${question}: we ${a}, CoreDNS ${b}`];
  });
}

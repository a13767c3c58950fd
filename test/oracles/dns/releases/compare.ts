import { Journal } from '../../../../src/core/analysis/index.js';
import { readCluster, ClusterView } from '../../../../src/core/cluster/index.js';
import { loadCorefile } from '../../../../src/core/dns/corefile/load.js';
import { versionOf } from '../../../../src/core/dns/releases/release.js';
import { DnsServer } from '../../../../src/core/dns/server.js';
import type { Scenario } from '../corefile/scenarios.js';
import { replyOf, type RecordedCorefiles } from '../corefile/compare.js';
import type { DnsReply } from '../dns-client.js';
import { unpacked, type RecordedKubernetes } from '../kubernetes/compare.js';
import { releaseCorefiles, releaseQuestions } from './releases.js';

/** By `name type`. */
export type Replies = Readonly<Record<string, DnsReply>>;

/** By Corefile: what was answered, or the words with which CoreDNS ended. */
export interface RecordedRelease {
  readonly version: string;
  readonly kubernetes: Readonly<Record<string, Replies | string>>;
  readonly external: Readonly<Record<string, Replies | string>>;
  readonly plugins: Readonly<Record<string, Replies | string>>;
}

/** What the newest release answers under k8s_external; of each older one what differs from the release before it in the list, of the first what differs from the newest. */
export interface RecordedReleases {
  readonly external: RecordedRelease['external'];
  readonly older: readonly RecordedRelease[];
}

type ByCorefile = Readonly<Record<string, Replies | string>>;

/** Without the replies that are also those of a newer release. */
function withoutSame(recorded: ByCorefile, newest: ByCorefile): ByCorefile {
  return Object.fromEntries(
    Object.entries(recorded).map(([name, replies]) => {
      const same = newest[name];
      if (typeof replies === 'string' || same === undefined || typeof same === 'string') return [name, replies];
      return [name, Object.fromEntries(Object.entries(replies).filter(([question, reply]) => JSON.stringify(reply) !== JSON.stringify(same[question])))];
    }),
  );
}

/** The inverse of {@link withoutSame}, for one Corefile. */
function withSame(own: Replies | string | undefined, newest: Replies | string | undefined): Replies | string {
  if (typeof own === 'string' || typeof newest === 'string' || newest === undefined) return own ?? {};
  return { ...newest, ...own };
}

/** The Corefile of k8s_external under which everything is kept; under the others only what differs from it. */
const first = 'one zone';

export function packedExternal(recorded: ByCorefile): ByCorefile {
  const { [first]: whole, ...others } = recorded;
  return { ...(whole !== undefined && { [first]: whole }), ...withoutSame(others, Object.fromEntries(Object.keys(others).map((name) => [name, whole ?? {}]))) };
}

/** The inverse of {@link packedExternal}, for one Corefile. */
export function unpackedExternal(recorded: ByCorefile, name: string): Replies | string {
  return name === first ? (recorded[first] ?? {}) : withSame(recorded[name], recorded[first]);
}

type Parts = Pick<RecordedRelease, 'kubernetes' | 'external' | 'plugins'>;
const parts = ['kubernetes', 'external', 'plugins'] as const;

/** What the newest release answers to the questions that older ones are asked, in the same parts. */
export function newestParts(kubernetes: RecordedKubernetes, plugins: RecordedCorefiles['answers'], external: RecordedRelease['external']): Parts {
  const asked = (name: string): Replies => {
    const all = unpacked(kubernetes, name);
    return Object.fromEntries(releaseQuestions(name).flatMap((question) => (all[question] === undefined ? [] : [[question, all[question]] as const])));
  };
  return {
    kubernetes: Object.fromEntries(releaseCorefiles.map((name) => [name, asked(name)])),
    external: Object.fromEntries(Object.keys(external).map((name) => [name, unpackedExternal(external, name)])),
    plugins,
  };
}

/** Each release without what the one before it answers too; `newest` is before the first. */
export function packedOlder(older: readonly RecordedRelease[], newest: Parts): readonly RecordedRelease[] {
  return older.map((release, i) => {
    const newer = older[i - 1] ?? newest;
    const [kubernetes, external, plugins] = parts.map((part) => withoutSame(release[part], newer[part]));
    return { version: release.version, kubernetes: kubernetes ?? {}, external: external ?? {}, plugins: plugins ?? {} };
  });
}

/** The inverse of {@link packedOlder}. */
export function unpackedOlder(older: readonly RecordedRelease[], newest: Parts): readonly RecordedRelease[] {
  const whole: RecordedRelease[] = [];
  for (const release of older) {
    const newer = whole.at(-1) ?? newest;
    const [kubernetes, external, plugins] = parts.map((part) => Object.fromEntries(Object.entries(release[part]).map(([name, own]) => [name, withSame(own, newer[part][name])])));
    whole.push({ version: release.version, kubernetes: kubernetes ?? {}, external: external ?? {}, plugins: plugins ?? {} });
  }
  return whole;
}

/** Our answers under a Corefile of a release; the words of its fault where it does not start. */
export function answersUnder(version: string, { corefile, files = {}, questions }: Omit<Scenario, 'name'>, objects: readonly object[] = []): Replies | string {
  const texts = new Map(Object.entries(files).map(([name, content]) => [`/${name}`, content]));
  const loaded = loadCorefile(corefile, { version: versionOf(version), files: { corefile: 'Corefile', texts }, environment: () => undefined });
  if (loaded.error !== undefined) return loaded.error.message;
  const server = new DnsServer(loaded, objects.length === 0 ? { addresses: [] } : { view: new ClusterView(readCluster(objects)), addresses: ['127.0.0.1'] });
  return Object.fromEntries(
    questions.map((question) => {
      const [name = '', type = ''] = question.split(' ');
      return [question, replyOf(server.ask({ name, type, class: 'IN', client: '127.0.0.1', protocol: 'tcp', server: '127.0.0.1' }, new Journal()))];
    }),
  );
}

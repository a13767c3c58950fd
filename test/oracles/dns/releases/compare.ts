import { Journal } from '../../../../src/core/analysis/index.js';
import { readCluster, ClusterView } from '../../../../src/core/cluster/index.js';
import { loadCorefile } from '../../../../src/core/dns/corefile/load.js';
import { versionOf } from '../../../../src/core/dns/releases/release.js';
import { DnsServer } from '../../../../src/core/dns/server.js';
import type { Scenario } from '../corefile/scenarios.js';
import { replyOf } from '../corefile/compare.js';
import type { DnsReply } from '../dns-client.js';

/** By `name type`. */
export type Replies = Readonly<Record<string, DnsReply>>;

/** By Corefile: what was answered, or the words with which CoreDNS ended. */
export interface RecordedRelease {
  readonly version: string;
  readonly kubernetes: Readonly<Record<string, Replies | string>>;
  readonly external: Readonly<Record<string, Replies | string>>;
  readonly plugins: Readonly<Record<string, Replies | string>>;
}

/** What the newest release answers under k8s_external, and of the others what differs from what the newest answers. */
export interface RecordedReleases {
  readonly external: RecordedRelease['external'];
  readonly older: readonly RecordedRelease[];
}

type ByCorefile = Readonly<Record<string, Replies | string>>;

/** Without the replies that are also those of the newest. */
export function withoutSame(recorded: ByCorefile, newest: ByCorefile): ByCorefile {
  return Object.fromEntries(
    Object.entries(recorded).map(([name, replies]) => {
      const same = newest[name];
      if (typeof replies === 'string' || same === undefined || typeof same === 'string') return [name, replies];
      return [name, Object.fromEntries(Object.entries(replies).filter(([question, reply]) => JSON.stringify(reply) !== JSON.stringify(same[question])))];
    }),
  );
}

/** The inverse of {@link withoutSame}, for one Corefile. */
export function withSame(own: Replies | string | undefined, newest: Replies | string | undefined): Replies | string {
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

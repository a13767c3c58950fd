import { InputError } from '../../../../src/core/errors.js';
import { migrateCorefile } from '../../../../src/core/dns/migration/migrate.js';

/** A Corefile that goes from one release to another. */
export interface MigrationCase {
  readonly name: string;
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly deprecations: boolean;
}

/** What the project's tool makes of it. */
export interface Migrated {
  /** '' where it does not give up. */
  readonly error: string;
  readonly notices?: readonly string[];
  readonly text?: string;
}

const texts: Readonly<Record<string, string>> = {
  tutorial: '.:53 {\n    errors\n    health\n    kubernetes cluster.local in-addr.arpa ip6.arpa {\n        pods insecure\n        upstream 9.9.9.9\n        resyncperiod 5m\n        endpoint http://a http://b\n        fallthrough in-addr.arpa ip6.arpa\n    }\n    prometheus :9153\n    proxy . /etc/resolv.conf\n    cache 30\n    reload\n}\n',
  'stub domains': '.:53 {\n    kubernetes cluster.local\n    forward . /etc/resolv.conf\n    proxy corp.example 10.0.0.1 10.0.0.2 {\n        protocol dns force_tcp\n        policy least_conn\n        max_fails 3\n        except a.corp.example\n    }\n    log\n}\n',
  'two stub domains': '.:53 {\n    proxy a.example 10.0.0.1\n    log\n    proxy b.example 10.0.0.2\n    proxy . 9.9.9.9\n}\n',
  'stub domains in a row': '.:53 {\n    errors\n    proxy a.example 10.0.0.1\n    proxy b.example 10.0.0.2\n}\n',
  'a stub domain in a block of its own': 'corp.example:53 {\n    proxy corp.example 10.0.0.1\n}\n.:53 {\n    proxy . 9.9.9.9 {\n        protocol https_google\n        spray\n    }\n}\n',
  'several keys': '. a.example {\n    proxy b.example 9.9.9.9\n}\n',
  transfer: '.:53 {\n    kubernetes cluster.local {\n        transfer to 10.0.0.1 10.0.0.2\n    }\n}\nexample.org {\n    file db {\n        transfer to *\n    }\n}\n',
  'transfer without a zone': '.:53 {\n    kubernetes {\n        pods verified\n    }\n}\n',
  'everything of today': '.:53 {\n    errors {\n        consolidate 5m ".* i/o timeout$"\n    }\n    health {\n        lameduck 5s\n    }\n    ready\n    kubernetes cluster.local {\n        ttl 30\n    }\n    forward . /etc/resolv.conf {\n        max_concurrent 1000\n        prefer_udp\n    }\n    hosts {\n        10.0.0.1 a.example\n        fd00::1:2 b.example\n        fallthrough\n    }\n    rewrite name a b\n    template IN A {\n        rcode NXDOMAIN\n    }\n    cache 30 {\n        disable success\n        keepttl\n        nonsense\n    }\n    loop\n    reload\n    loadbalance\n}\n',
  'snippets, quotes and comments': '# here\n(s) {\n    errors\n}\n. {\n    import s\n    nsid "a b" "c\\"d e" # there\n    forward . 9.9.9.9\n}\n',
  'a block without plugins': '. {\n}\nexample.org {\n    forward . 9.9.9.9\n}\n',
  'a forward without arguments': '. {\n    forward\n}\n',
  nothing: '',
};
const ways: readonly (readonly [from: string, to: string])[] = [['1.1.3', '1.14.2'], ['1.1.3', '1.4.0'], ['1.2.6', '1.5.0'], ['1.3.1', '1.7.0'], ['1.5.0', '1.6.5'], ['1.6.2', '1.8.0'], ['1.7.0', '1.8.3'], ['1.8.0', '1.11.1'], ['1.4.0', '1.4.0']];

export const migrationCases: readonly MigrationCase[] = Object.entries(texts).flatMap(([name, text]) =>
  ways.flatMap(([from, to]) => [false, true].map((deprecations) => ({ name: `${name}, ${from} to ${to}${deprecations ? ', deprecations too' : ''}`, text, from, to, deprecations }))),
);

/** Ours, in the form of theirs; where either gives up, only that. */
export function migrateOurs({ text, from, to, deprecations }: MigrationCase): Migrated {
  try {
    const migrated = migrateCorefile({ text, fromVersion: from, toVersion: to, deprecations });
    return { error: '', notices: migrated.notices.map(({ detail }) => detail), text: migrated.text };
  } catch (error) {
    if (error instanceof InputError) return { error: 'gives up' };
    throw error;
  }
}

/** Theirs, without the words with which they give up. */
export function plain({ error, notices = [], text = '' }: Migrated): Migrated {
  return error === '' ? { error, notices, text } : { error: 'gives up' };
}

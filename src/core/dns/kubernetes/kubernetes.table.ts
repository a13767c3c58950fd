import { Journal } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { CorefileError } from '../corefile/token.js';
import { loadCorefile } from '../corefile/load.js';
import type { Reply, Served } from '../message.js';
import { versionOf } from '../releases/release.js';
import { DnsServer } from '../server.js';

export interface ServerParts {
  readonly view?: ClusterView;
  readonly version?: string;
  readonly addresses?: readonly string[];
}

/** A CoreDNS on a Corefile, asked as `dig` would. Throws what CoreDNS says where it does not start. */
export function serverOf(corefile: string, { view, version = '1.14.7', addresses = [] }: ServerParts = {}): (name: string, type: string) => string[] {
  const loaded = loadCorefile(corefile, { version: versionOf(version), files: { corefile: '/etc/coredns/Corefile', texts: new Map() }, environment: () => undefined });
  if (loaded.error instanceof CorefileError) throw loaded.error;
  const server = new DnsServer(loaded, { addresses, ...(view !== undefined && { view }) });
  return (name, type) => told(server.ask({ name, type, class: 'IN', client: '10.244.9.9', protocol: 'udp' }, new Journal()));
}

/** One line for the code, then the records of each section, sorted. */
export function told(served: Served): string[] {
  switch (served.kind) {
    case 'reply':
      return replyLines(served.reply);
    case 'forwarded':
      return [`forwarded to ${served.upstreams.join(' ')}`];
    case 'unwritten':
      return [`unwritten ${served.rcode}`];
    case 'dropped':
      return ['dropped'];
    case 'unknown':
      return [`unknown: ${served.reason}`];
  }
}

function replyLines({ rcode, answers, authority, additional, beyond = [] }: Reply): string[] {
  const section = (sign: string, records: Reply['answers']) => records.map(({ name, ttl, type, data }) => `${sign}${name} ${ttl} ${type} ${data}`).sort();
  return [rcode, ...section('', answers), ...section('! ', authority), ...section('+ ', additional), ...beyond.map(({ question }) => `beyond ${question.name} ${question.type}`)];
}

import { originsOf } from '../corefile/zone-address.js';
import type { Query, Reply, Served } from '../message.js';
import { isSubDomain, labelsOf, matchZone, normalizeName, sameName } from '../name.js';
import type { Chain, DnsPlugin } from '../plugin.js';
import { searchesIn } from '../resolv-file.js';
import { fail } from '../setup-tools.js';

interface AutopathConfig {
  readonly zones: readonly string[];
  /** The plugin that knows the search lists; '' for a fixed one. */
  readonly from: string;
  readonly searches: readonly string[];
}

/** Plugins that know search lists. */
const pathers = ['kubernetes', 'erratic'];

/** Goes through the client's search list in its place. Source: coredns 1.14.7, plugin/autopath/{setup,autopath,cname}.go */
export const autopath: DnsPlugin<AutopathConfig> = {
  name: 'autopath',
  setup(c) {
    let config: AutopathConfig = { zones: [], from: '', searches: [] };
    while (c.next()) {
      const args = c.remainingArgs();
      const source = args.at(-1);
      if (source === undefined) return fail(c, 'no resolv-conf specified');
      let { searches } = config;
      if (!source.startsWith('@')) {
        const text = c.readFile(source);
        if (text === undefined) c.assume(`the file ${source} of the plugin autopath is not known: taken to name no search domain`);
        searches = [...searchesIn(text ?? '').map(normalizeName), ''];
      }
      config = { zones: originsOf(args.slice(0, -1), c.origins), from: source.startsWith('@') ? source.slice(1) : config.from, searches };
    }
    return [config];
  },
  startFault: ([config], has) => (config !== undefined && has(config.from) && !pathers.includes(config.from) ? `${config.from} does not implement the AutoPather interface` : undefined),
  handler: ({ zones, from, searches }, surroundings) => {
    const sibling = from === '' ? undefined : surroundings.sibling(from);
    const searchList = sibling?.plugin.autoPath?.(sibling.config, surroundings) ?? ((): readonly string[] => searches);
    return (query, chain) => {
      const list = matchZone(zones, query.name) === undefined ? undefined : searchList(query);
      const [first] = list ?? [];
      const name = query.name.toLowerCase();
      if (list === undefined || first === undefined || (name !== first && !isSubDomain(first, name))) return chain.next(query);
      return walk(query, first, list, chain);
    };
  },
};

function walk(query: Query, first: string, list: readonly string[], chain: Chain): Served {
  const labels = labelsOf(query.name);
  const own = labels.slice(0, labels.length - labelsOf(first).length);
  if (own.length === 0) return { kind: 'unwritten', rcode: 'SERVFAIL', error: `plugin/autopath: trimzone: overshot qname: ${query.name}for zone ${first}` };
  const base = own.join('.');
  let firstServed: Served | undefined;
  for (const domain of list) {
    const served = chain.next({ ...query, name: `${base}.${domain}` });
    firstServed ??= served;
    if (served.kind === 'unwritten' && served.error === undefined) continue;
    if (served.kind !== 'reply') return served;
    if (served.reply.rcode === 'NXDOMAIN') continue;
    chain.journal.step('CoreDNS autopath', 'search', `of the search list, ${base}.${domain} is the first name that is one`);
    return { kind: 'reply', reply: aliasTo(served.reply, query.name) };
  }
  return firstServed ?? { kind: 'unwritten', rcode: 'SERVFAIL' };
}

/** Puts an alias from the name that was asked in front of what was found under another. */
function aliasTo(reply: Reply, original: string): Reply {
  const other = reply.answers.find(({ name }) => !sameName(name, original));
  if (other === undefined) return reply;
  return { ...reply, answers: [{ name: original, ttl: other.ttl, type: 'CNAME', data: other.name }, ...reply.answers] };
}


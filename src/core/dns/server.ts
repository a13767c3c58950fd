import type { Journal } from '../analysis/index.js';
import type { LoadedBlock, LoadedCorefile } from './corefile/load.js';
import type { Query, Served } from './message.js';
import { nextLabel } from './name.js';
import type { Chain, CoreDnsVersion, Handler, Surroundings } from './plugin.js';
import { ServerFailure } from './server-failure.js';

/** Where a query arrives. */
export interface Listener {
  readonly transport: string;
  readonly port: string;
}

/** Everything that is around CoreDNS but what differs from block to block. */
export type ServerSurroundings = Omit<Surroundings, 'zones' | 'sibling'>;

interface RunningBlock {
  readonly block: LoadedBlock;
  readonly chain: readonly { readonly name: string; readonly handler: Handler }[];
  /** The last plugin of the chain, be it one that only passes on; undefined for a block without any. */
  readonly last: string | undefined;
}

const usual: Listener = { transport: 'dns', port: '53' };
/** How often plugins may ask the server itself in one query. CoreDNS has no such bound; an alias that leads to itself ends it there in other ways. */
const deepest = 24;
/** Plugins whose presence lets queries of other classes than IN through. Source: coredns 1.14.7, core/dnsserver/server.go EnableChaos. */
const chaosPlugins = ['chaos', 'forward', 'proxy'];

/**
 * A running CoreDNS. It keeps nothing from one query to the next: there is no cache, and no order among equals.
 *
 * Source: coredns 1.14.7, core/dnsserver/server.go ServeDNS
 */
export class DnsServer {
  readonly #blocks: readonly RunningBlock[];
  /** One for each listener that was asked, of which there are few. */
  readonly #indexes: ListenerIndex[] = [];

  constructor(
    readonly corefile: LoadedCorefile,
    surroundings: ServerSurroundings,
  ) {
    this.#blocks = corefile.blocks.map((block) => start(block, surroundings));
  }

  /** What becomes of a query that arrives at `listener`. */
  ask(query: Query, journal: Journal, listener: Listener = usual): Served {
    try {
      return this.#serve(query, journal, listener, 0);
    } catch (error) {
      if (!(error instanceof ServerFailure)) throw error;
      journal.step('CoreDNS', 'fail', `it breaks down, and replies SERVFAIL: ${error.message}`);
      return { kind: 'unwritten', rcode: 'SERVFAIL', error: error.message };
    }
  }

  #serve(query: Query, journal: Journal, listener: Listener, depth: number): Served {
    if (depth > deepest) return { kind: 'unknown', plugin: 'server', reason: `the name ${query.name} leads the server to ask itself without end` };
    const index = this.#indexOf(listener, query.server);
    if (query.class !== 'IN' && !index.takesOtherClasses) return { kind: 'unwritten', rcode: 'REFUSED', error: `class ${query.class} is not served` };
    const chosen = index.choose(query);
    if (chosen === 'unknown') return { kind: 'unknown', plugin: 'view', reason: 'whether the view takes the query depends on what is not known' };
    if (chosen === undefined) {
      journal.step('CoreDNS', 'refuse', `no server block serves ${query.name}`);
      return { kind: 'unwritten', rcode: 'REFUSED' };
    }
    if (chosen.running.last === undefined) {
      const why = `the server block of ${chosen.zone} has no plugin that answers`;
      // Until 1.8.0 that was not looked at, but where the root is the last resort.
      if (!this.corefile.version.atLeast('1.8.0') && (chosen.zone !== '.' || query.name === '.')) throw new ServerFailure(why);
      journal.step('CoreDNS', 'refuse', why);
      return { kind: 'unwritten', rcode: 'REFUSED' };
    }
    journal.step('CoreDNS', 'choose', `${query.name} ${chosen.told}`);
    return new Position(chosen.running, 0, { journal, ask: (again) => this.#serve(again, journal, listener, depth + 1) }).serve(query);
  }

  #indexOf({ transport, port }: Listener, address: string | undefined): ListenerIndex {
    for (const known of this.#indexes) if (known.port === port && known.transport === transport && known.address === address) return known;
    const here = this.#blocks.filter(({ block }) => block.zones.some((zone) => zone.transport === transport && zone.port === port));
    const bound = here.filter(({ block }) => address === undefined || block.settings.listenHosts.includes(address));
    const open = here.filter(({ block }) => block.settings.listenHosts.includes(''));
    // The system hands a packet to the socket that is bound to its very address, if there is one.
    const index = new ListenerIndex(address !== undefined && bound.length > 0 ? bound : open.length > 0 ? open : bound, transport, port, address, this.corefile.version);
    this.#indexes.push(index);
    return index;
  }
}

function start(block: LoadedBlock, surroundings: ServerSurroundings): RunningBlock {
  const sibling: Surroundings['sibling'] = (name) => {
    const found = block.plugins.find(({ plugin }) => plugin.name === name);
    return found === undefined || found.configs.length === 0 ? undefined : { plugin: found.plugin, config: found.configs.at(-1) };
  };
  const around: Surroundings = { ...surroundings, zones: block.zones.map(({ zone }) => zone), sibling };
  const chain = block.plugins.flatMap(({ plugin, configs }) => {
    const make = plugin.handler?.bind(plugin);
    return make === undefined ? [] : configs.map((config) => ({ name: plugin.name, handler: make(config, around) }));
  });
  return { block, chain, last: block.plugins.findLast(({ configs }) => configs.length > 0)?.plugin.name };
}

/** A zone of a block. */
interface ServedZone {
  readonly running: RunningBlock;
  readonly zone: string;
  /** How a step says that a name falls under it. */
  readonly told: string;
}

/** The blocks behind one listener, by zone. */
class ListenerIndex {
  readonly #zones = new Map<string, ServedZone[]>();
  /** How long the zones are, of which there are few: other ends of a name need not be looked up. */
  readonly #lengths = new Set<number>();
  readonly takesOtherClasses: boolean;

  constructor(
    blocks: readonly RunningBlock[],
    readonly transport: string,
    readonly port: string,
    /** Undefined: that at which the query arrived is not known. */
    readonly address: string | undefined,
    private readonly version: CoreDnsVersion,
  ) {
    for (const running of blocks) {
      for (const zone of running.block.zones) {
        if (zone.transport !== transport || zone.port !== port) continue;
        this.#lengths.add(zone.zone.length);
        const served = { running, zone: zone.zone, told: `falls under ${zone.zone}, a zone of the server block that begins on line ${running.block.source.keys[0]?.line ?? 1}` };
        const there = this.#zones.get(zone.zone);
        if (there === undefined) this.#zones.set(zone.zone, [served]);
        else there.push(served);
      }
    }
    this.takesOtherClasses = blocks.some(({ block }) => block.plugins.some(({ plugin }) => chaosPlugins.includes(plugin.name)));
  }

  /** The block whose zone is longest; for type DS the one above it, if there is one. */
  choose(query: Query): ServedZone | 'unknown' | undefined {
    let child: ServedZone | undefined;
    const name = query.name.toLowerCase();
    for (let at = name === '.' ? -1 : 0; at !== -1; at = nextLabel(name, at)) {
      if (!this.#lengths.has(name.length - at)) continue;
      const found = this.#accepting(name.slice(at), query);
      if (found === 'unknown') return found;
      if (found === undefined) continue;
      if (query.type !== 'DS' || (found.running.last === undefined && this.version.atLeast('1.8.0'))) return found;
      child = found;
    }
    return child ?? this.#accepting('.', query);
  }

  #accepting(zone: string, query: Query): ServedZone | 'unknown' | undefined {
    for (const served of this.#zones.get(zone) ?? []) {
      const { view } = served.running.block.settings;
      const accepts = view === undefined || view.accepts(query);
      if (accepts === undefined) return 'unknown';
      if (accepts) return served;
    }
    return undefined;
  }
}

/** What all places of one query have in common. */
interface Run {
  readonly journal: Journal;
  readonly ask: (query: Query) => Served;
}

/** A place in the chain of a block. */
class Position implements Chain {
  constructor(
    private readonly running: RunningBlock,
    private readonly index: number,
    private readonly run: Run,
  ) {}

  serve(query: Query): Served {
    const link = this.running.chain[this.index];
    if (link !== undefined) return link.handler(query, this);
    const last = this.running.last ?? 'server';
    const error = `plugin/${last}: no next plugin found`;
    this.run.journal.step('CoreDNS', 'fail', `no plugin after ${last} answers ${query.name}`);
    return { kind: 'unwritten', rcode: 'SERVFAIL', error };
  }

  next(query: Query): Served {
    return new Position(this.running, this.index + 1, this.run).serve(query);
  }

  upstream(query: Query): Served {
    return this.run.ask(query);
  }

  get journal(): Journal {
    return this.run.journal;
  }

  get isLast(): boolean {
    return this.index === this.running.chain.length - 1 && this.running.chain[this.index]?.name === this.running.last;
  }

  isNext(plugin: string): boolean {
    return this.running.chain[this.index + 1]?.name === plugin;
  }
}


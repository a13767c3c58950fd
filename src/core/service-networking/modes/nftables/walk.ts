import type { NftExpression, NftRule, NftStatement, NftVerdict } from '../../../readouts/index.js';
import { kubeProxyTable } from '../../../readouts/index.js';
import { holds, readGoNetwork, type GoNetwork } from '../../go-address.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { Branch, Hop, Packet, Walk } from '../../packet.js';
import { knownRules, type KnownRules } from './known-rules.js';
import { relayed } from './localhost-proxy.js';
import { formatRule } from './operations.js';
import { tableFamilyOf } from './table-family.js';

/** A packet on its way: what rules change of it. */
interface Passing {
  readonly packet: Packet;
  /** Where it goes now. */
  readonly ip: string;
  readonly port: number;
  readonly isTranslated: boolean;
  readonly isMarked: boolean;
  readonly probability: number;
}

/** What became of a packet in one chain of the kernel. `on`: the next chain is asked. */
type Fate = 'on' | 'dropped' | 'rejected' | 'masqueraded';

interface Outcome {
  readonly fate: Fate;
  readonly passing: Passing;
}

/**
 * Leads the first packet of a connection through the hooks of the kernel in their order: what happens before the destination is translated, the translation,
 * what the new destination meets, and masquerade.
 *
 * Source: nftables `nft(8)`, “ADDRESS FAMILIES” and “CHAINS”; pkg/proxy/nftables/README.md v1.37.2.
 */
export function walk(proxy: NodeProxy, packet: Packet): Walk {
  const { header } = tableFamilyOf(proxy.ipFamily);
  const interpreter = new Interpreter(knownRules(proxy, proxy.met(packet)), header);
  const start: Passing = { packet, ip: packet.destination.ip, port: packet.destination.port, isTranslated: false, isMarked: false, probability: 1 };
  const outcomes = interpreter.through(packet.hook, start).flatMap((outcome) => afterwards(interpreter, outcome));
  const walked = told(outcomes, interpreter.hops);
  return walked.verdict === 'untouched' ? { ...walked, ...relayed(proxy, packet) } : walked;
}

/** Where the kernel takes a packet to, once it knows the destination. */
function afterwards(interpreter: Interpreter, outcome: Outcome): readonly Outcome[] {
  if (outcome.fate !== 'on') return [outcome];
  const { packet, isTranslated } = outcome.passing;
  const isForNode = !isTranslated && packet.destination.isOfNode;
  // What the node sends to itself comes in again by the loopback.
  const hook = isForNode ? 'input' : packet.hook === 'prerouting' ? 'forward' : undefined;
  const filtered = hook === undefined ? [outcome] : interpreter.through(hook, outcome.passing);
  return filtered.map((each) => (each.fate === 'on' && !isForNode ? interpreter.masqueraded(each.passing) : each));
}

function told(outcomes: readonly Outcome[], hops: readonly Hop[]): Walk {
  const translated = outcomes.filter(({ fate, passing }) => passing.isTranslated && fate !== 'dropped' && fate !== 'rejected');
  if (translated.length > 0) return { verdict: 'translated', branches: merged(translated), hops };
  const refused = outcomes.find(({ fate }) => fate === 'dropped' || fate === 'rejected');
  return { verdict: refused === undefined ? 'untouched' : refused.fate === 'dropped' ? 'dropped' : 'rejected', branches: [], hops };
}

function merged(outcomes: readonly Outcome[]): readonly Branch[] {
  const branches = new Map<string, Branch>();
  for (const { fate, passing: { ip, port, probability } } of outcomes) {
    const endpoint = ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
    const masquerade = fate === 'masqueraded';
    branches.set(endpoint, { endpoint, probability: (branches.get(endpoint)?.probability ?? 0) + probability, masquerade });
  }
  return [...branches.values()];
}

/** What a chain that is jumped to came to: `returned` goes on behind the jump. */
interface Result {
  readonly fate: Fate | 'returned';
  readonly passing: Passing;
}

/** What a rule leaves: the packet to the next rule, or what it came to. */
type Step = { readonly passing: Passing } | { readonly results: readonly Result[] };

function endsAs(fate: Result['fate'], passing: Passing): Step {
  return { results: [{ fate, passing }] };
}

class Interpreter {
  readonly hops: Hop[] = [];
  readonly #told = new Set<NftRule>();
  readonly #masquerade = new Map<boolean, Fate>();
  readonly #known: KnownRules;
  readonly #header: 'ip' | 'ip6';

  constructor(known: KnownRules, header: 'ip' | 'ip6') {
    this.#known = known;
    this.#header = header;
  }

  /** Through every chain at a hook. One packet becomes several where chance chooses. */
  through(hook: string, passing: Passing): readonly Outcome[] {
    let outcomes: readonly Outcome[] = [{ fate: 'on', passing }];
    for (const chain of this.#known.baseChains(hook)) {
      outcomes = outcomes.flatMap((outcome) => (outcome.fate !== 'on' || this.#isPassedBy(hook, outcome.passing) ? [outcome] : this.#base(chain, outcome.passing)));
    }
    return outcomes;
  }

  /** Once a packet goes to an endpoint, there is nothing for it but masquerade, unless the endpoint is an address of a Service. */
  #isPassedBy(hook: string, { isTranslated, ip }: Passing): boolean {
    return isTranslated && hook !== 'postrouting' && this.#known.isPlain(ip);
  }

  /** Masquerade asks for the mark, and whether an endpoint calls itself: what it does to one packet, it does to all that are alike in that. */
  masqueraded(passing: Passing): Outcome {
    const isOwn = passing.packet.source.ip === passing.ip;
    if (isOwn) return this.#postrouting(passing);
    const before = this.#masquerade.get(passing.isMarked) ?? this.#postrouting(passing).fate;
    this.#masquerade.set(passing.isMarked, before);
    return { fate: before, passing };
  }

  #postrouting(passing: Passing): Outcome {
    return this.through('postrouting', passing)[0] ?? { fate: 'on', passing };
  }

  #base(chain: string, passing: Passing): readonly Outcome[] {
    return this.#run(chain, passing, 0).map((result) => ({ ...result, fate: result.fate === 'returned' ? 'on' : result.fate }));
  }

  #run(chain: string, passing: Passing, depth: number): readonly Result[] {
    // The kernel allows 16 jumps.
    if (depth > 16) return [{ fate: 'returned', passing }];
    let current = passing;
    for (const rule of this.#known.rules(chain)) {
      const step = this.#apply(chain, rule, current, depth);
      if ('results' in step) return step.results;
      current = step.passing;
    }
    return [{ fate: 'returned', passing: current }];
  }

  #apply(chain: string, rule: NftRule, passing: Passing, depth: number): Step {
    let current = passing;
    for (const statement of rule.statements) {
      switch (statement.kind) {
        case 'match':
          if (!this.#matches(statement, current)) return { passing: current };
          break;
        case 'assign':
          this.#hop(chain, rule);
          current = { ...current, isMarked: isMarking(statement.value) };
          break;
        case 'verdict':
          return this.#conclude(chain, rule, statement.verdict, current, depth);
        case 'vmap': {
          const targets = this.#targets(statement, current);
          if (targets.length === 0) return { passing: current };
          this.#hop(chain, rule);
          return { results: targets.flatMap(([verdict, probability]) => this.#branch(verdict, { ...current, probability: current.probability * probability }, depth)) };
        }
        case 'dnat':
          this.#hop(chain, rule);
          return { results: translations(statement, current) };
        case 'reject':
          this.#hop(chain, rule);
          return endsAs('rejected', current);
        case 'masquerade':
          this.#hop(chain, rule);
          return endsAs('masqueraded', current);
        // They change nothing of this packet.
        case 'counter':
        case 'update':
          break;
        case 'other':
          return { passing: current };
      }
    }
    return { passing: current };
  }

  #conclude(chain: string, rule: NftRule, verdict: NftVerdict, passing: Passing, depth: number): Step {
    const before = this.hops.length;
    this.#hop(chain, rule);
    const step = this.#follow(verdict, passing, depth);
    // A jump into a chain in which nothing matched did nothing.
    if (verdict.kind === 'jump' && 'passing' in step && step.passing === passing && this.hops.length === before + 1) {
      this.hops.length = before;
      this.#told.delete(rule);
    }
    return step;
  }

  #branch(verdict: NftVerdict, passing: Passing, depth: number): readonly Result[] {
    const step = this.#follow(verdict, passing, depth);
    return 'results' in step ? step.results : [{ fate: 'returned', passing: step.passing }];
  }

  #follow(verdict: NftVerdict, passing: Passing, depth: number): Step {
    switch (verdict.kind) {
      case 'accept':
        return endsAs('on', passing);
      case 'drop':
        return endsAs('dropped', passing);
      case 'return':
        return endsAs('returned', passing);
      case 'continue':
        return { passing };
      case 'goto':
        return { results: this.#run(verdict.chain, passing, depth + 1) };
      case 'jump': {
        const results = this.#run(verdict.chain, passing, depth + 1);
        const [only] = results;
        return results.length === 1 && only?.fate === 'returned' ? { passing: only.passing } : { results };
      }
    }
  }

  /** Where a verdict map leads, with the probability of each. */
  #targets({ key, data }: Extract<NftStatement, { kind: 'vmap' }>, passing: Passing): readonly (readonly [NftVerdict, number])[] {
    if (key.kind === 'numgen' && data.kind === 'set') return data.elements.flatMap(({ value }) => (value !== undefined && 'kind' in value ? [[value, 1 / key.mod] as const] : []));
    if (data.kind !== 'named') return [];
    const value = this.#known.element(data.name, fieldsOf(key).map((name) => this.#valueOf(name, passing)).join(' . '))?.value;
    return value !== undefined && 'kind' in value ? [[value, 1]] : [];
  }

  #matches({ left, op, right }: Extract<NftStatement, { kind: 'match' }>, passing: Passing): boolean {
    const holdsTrue = left.kind === 'bits' ? !passing.isMarked : this.#isAmong(left, right, passing);
    return op === '!=' ? !holdsTrue : holdsTrue;
  }

  #isAmong(left: NftExpression, right: NftExpression, passing: Passing): boolean {
    const names = fieldsOf(left);
    const [name = ''] = names;
    // Which interface a packet comes by is known of pods alone.
    if (name === 'iifname') return passing.packet.source.isPodOfNode;
    if (right.kind === 'named') return this.#known.element(right.name, names.map((each) => this.#valueOf(each, passing)).join(' . ')) !== undefined;
    const value = this.#valueOf(name, passing);
    if (right.kind === 'value') return isWithin(right, right.text, value);
    return right.kind === 'set' && right.elements.some((element) => isWithin(element, element.key[0] ?? '', value));
  }

  /** What a field of the packet holds. */
  #valueOf(name: string, { packet, ip, port, isTranslated }: Passing): string {
    switch (name) {
      case `${this.#header} daddr`:
        return ip;
      case `${this.#header} saddr`:
        return packet.source.ip;
      case 'meta l4proto':
        return packet.protocol.toLowerCase();
      case 'th dport':
      case 'tcp dport':
      case 'udp dport':
      case 'sctp dport':
        return name.startsWith('th') || name.startsWith(packet.protocol.toLowerCase()) ? String(port) : '';
      case 'ct state':
        return 'new';
      case 'ct status':
        return isTranslated ? 'dnat' : '';
      case 'fib daddr type':
        return !isTranslated && packet.destination.isOfNode ? 'local' : 'unicast';
      case 'fib saddr type':
        return packet.source.isOfNode ? 'local' : 'unicast';
      default:
        return '';
    }
  }

  #hop(chain: string, rule: NftRule): void {
    // What all branches meet alike is told once.
    if (this.#told.has(rule)) return;
    this.#told.add(rule);
    this.hops.push({ table: `${this.#header} ${kubeProxyTable}`, chain, rule: textOf(rule, this.#header) });
  }
}

/** The only assignments are of the bit of the mark: `or` sets it, `xor` of a set bit clears it. */
function isMarking(value: NftExpression): boolean {
  return value.kind === 'bits' && value.op === '|';
}

function fieldsOf(expression: NftExpression): readonly string[] {
  const parts = expression.kind === 'concat' ? expression.parts : [expression];
  return parts.flatMap((part) => (part.kind === 'field' ? [part.name] : []));
}

function translations({ address, port }: Extract<NftStatement, { kind: 'dnat' }>, passing: Passing): readonly Result[] {
  const to = (ip: string, number: string, probability: number): Result => ({ fate: 'on', passing: { ...passing, ip, port: Number(number), isTranslated: true, probability: passing.probability * probability } });
  if (address.kind === 'value' && port?.kind === 'value') return [to(address.text, port.text, 1)];
  if (address.kind !== 'map' || address.key.kind !== 'numgen' || address.data.kind !== 'set') return [];
  const { mod } = address.key;
  return address.data.elements.flatMap(({ value }) => (value !== undefined && !('kind' in value) ? [to(value[0] ?? '', value[1] ?? '', 1 / mod)] : []));
}

const networks = new WeakMap<object, GoNetwork | undefined>();

/** Whether a value is one that a rule names: the same text, or an address in a block. `where` is the part of the rule that names it. */
function isWithin(where: object, written: string, value: string): boolean {
  if (written === value) return true;
  if (!written.includes('/')) return false;
  if (!networks.has(where)) networks.set(where, readGoNetwork(written));
  const network = networks.get(where);
  return network !== undefined && holds(network, value);
}

const texts = new WeakMap<NftRule, string>();

function textOf(rule: NftRule, header: 'ip' | 'ip6'): string {
  const before = texts.get(rule);
  if (before !== undefined) return before;
  const text = formatRule(rule, header);
  texts.set(rule, text);
  return text;
}

import { formatRule, savedRule, type IptablesRule, type RuleTarget } from '../../../readouts/index.js';
import type { IpFamily } from '../../go-address.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { Hop } from '../../packet.js';
import type { ServicePort } from '../../service-ports.js';
import { AskedRule } from './asks.js';
import { byChain } from './by-chain.js';
import { ruleContext } from './context.js';
import { forwardRules, localnetRules, masqueradeRules, nodePortRules } from './fixed-rules.js';
import { portRules } from './port-rules.js';

export type TableName = 'nat' | 'filter';

/** A rule that packets meet, and what is told of it where it acts, made when it first does. */
export class MetRule extends AskedRule {
  readonly target: RuleTarget | undefined;
  /** The rules of the chain that it leads to, where that is one of the port's own. */
  chain: readonly MetRule[] | undefined;
  #hop: Hop | undefined;

  constructor(
    readonly table: TableName,
    rule: IptablesRule,
    readonly ipFamily: IpFamily,
  ) {
    super(rule);
    this.target = rule.target;
    this.chain = undefined;
  }

  /** As `iptables-save` prints it on the node. */
  get hop(): Hop {
    this.#hop ??= { table: this.table, chain: this.rule.chain, rule: formatRule(savedRule(this.rule, this.ipFamily)) };
    return this.#hop;
  }
}

/** The rules of both tables, by chain. */
type Tables = Readonly<Record<TableName, ReadonlyMap<string, readonly MetRule[]>>>;

interface KnownTables {
  /** What is there whatever the Services are, what ends KUBE-SERVICES left out. */
  readonly fixed: Tables;
  readonly last: readonly MetRule[];
  readonly byPort: Map<ServicePort, Tables>;
}

const known = new WeakMap<NodeProxy, KnownTables>();

/** The rules of a node of which those of Services are only those of `ports`, which are enough for a packet that no other port can match. Made once for each port. */
export class MetRules {
  readonly #known: KnownTables;
  readonly #met: readonly Tables[];

  constructor(proxy: NodeProxy, ports: readonly ServicePort[]) {
    this.#known = knownOf(proxy);
    this.#met = ports.map((port) => tablesOf(proxy, port, this.#known));
  }

  /** In the order in which the kernel asks them. */
  rules(table: TableName, chain: string): readonly MetRule[] {
    const fixed = this.#known.fixed[table].get(chain) ?? none;
    const last = table === 'nat' && chain === 'KUBE-SERVICES' ? this.#known.last : none;
    const ofPorts = this.#ofPorts(table, chain);
    if (last.length === 0 && (fixed.length === 0 || ofPorts.length === 0)) return fixed.length === 0 ? ofPorts : fixed;
    return [...fixed, ...ofPorts, ...last];
  }

  /** Nearly every packet meets one port at most. */
  #ofPorts(table: TableName, chain: string): readonly MetRule[] {
    const met = this.#met;
    return met.length < 2 ? (met[0]?.[table].get(chain) ?? none) : met.flatMap((each) => each[table].get(chain) ?? none);
  }
}

const none: readonly MetRule[] = [];

function knownOf(proxy: NodeProxy): KnownTables {
  const before = known.get(proxy);
  if (before !== undefined) return before;
  const context = ruleContext(proxy);
  const fixed = tables(proxy, masqueradeRules(context), [...localnetRules(context), ...forwardRules(context)]);
  const made = { fixed, last: nodePortRules(context).map((rule) => new MetRule('nat', rule, proxy.ipFamily)), byPort: new Map<ServicePort, Tables>() };
  known.set(proxy, made);
  return made;
}

function tablesOf(proxy: NodeProxy, port: ServicePort, { byPort }: KnownTables): Tables {
  const before = byPort.get(port);
  if (before !== undefined) return before;
  const { nat, filter } = portRules(port, proxy.chosen(port), ruleContext(proxy));
  const made = tables(proxy, nat, filter);
  for (const rules of made.nat.values()) for (const rule of rules) if (rule.target?.kind === 'jump') rule.chain = made.nat.get(rule.target.chain);
  byPort.set(port, made);
  return made;
}

function tables({ ipFamily }: NodeProxy, nat: readonly IptablesRule[], filter: readonly IptablesRule[]): Tables {
  const met = (table: TableName, rules: readonly IptablesRule[]) => new Map([...byChain(rules)].map(([chain, ofChain]) => [chain, ofChain.map((rule) => new MetRule(table, rule, ipFamily))]));
  return { nat: met('nat', nat), filter: met('filter', filter) };
}

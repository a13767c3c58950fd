import type { IptablesRule } from '../../../readouts/index.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { ServicePort } from '../../service-ports.js';
import { byChain } from './by-chain.js';
import { ruleContext } from './context.js';
import { forwardRules, localnetRules, masqueradeRules, nodePortRules } from './fixed-rules.js';
import { portRules } from './port-rules.js';

/** The rules of both tables, by chain. */
export interface Tables {
  readonly nat: ReadonlyMap<string, readonly IptablesRule[]>;
  readonly filter: ReadonlyMap<string, readonly IptablesRule[]>;
}

interface KnownTables {
  /** What is there whatever the Services are, what ends KUBE-SERVICES left out. */
  readonly fixed: Tables;
  readonly last: readonly IptablesRule[];
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
  rules(table: 'nat' | 'filter', chain: string): readonly IptablesRule[] {
    const ofPorts = this.#met.flatMap((each) => each[table].get(chain) ?? none);
    const last = table === 'nat' && chain === 'KUBE-SERVICES' ? this.#known.last : none;
    const fixed = this.#known.fixed[table].get(chain);
    return fixed === undefined && last.length === 0 ? ofPorts : [...(fixed ?? none), ...ofPorts, ...last];
  }
}

const none: readonly IptablesRule[] = [];

function knownOf(proxy: NodeProxy): KnownTables {
  const before = known.get(proxy);
  if (before !== undefined) return before;
  const context = ruleContext(proxy);
  const fixed = { nat: byChain(masqueradeRules(context)), filter: byChain([...localnetRules(context), ...forwardRules(context)]) };
  const made = { fixed, last: nodePortRules(context), byPort: new Map<ServicePort, Tables>() };
  known.set(proxy, made);
  return made;
}

function tablesOf(proxy: NodeProxy, port: ServicePort, { byPort }: KnownTables): Tables {
  const before = byPort.get(port);
  if (before !== undefined) return before;
  const { nat, filter } = portRules(port, proxy.chosen(port), ruleContext(proxy));
  const made = { nat: byChain(nat), filter: byChain(filter) };
  byPort.set(port, made);
  return made;
}

import type { RuleTarget } from '../../../readouts/index.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { Branch, Hop, Packet, Verdict, Walk } from '../../packet.js';
import { chanceOf } from './asks.js';
import { MetRules, type MetRule, type TableName } from './met-rules.js';

/** Chains of kube-proxy in table filter, by the chain of the kernel that leads to them. Source: pkg/proxy/iptables/proxier.go v1.37.2, iptablesJumpChains: each is put at the front, so the last stands first. */
const filterChains = {
  input: ['KUBE-PROXY-FIREWALL', 'KUBE-NODEPORTS', 'KUBE-EXTERNAL-SERVICES', 'KUBE-FIREWALL'],
  forward: ['KUBE-PROXY-FIREWALL', 'KUBE-FORWARD', 'KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES'],
  output: ['KUBE-PROXY-FIREWALL', 'KUBE-SERVICES', 'KUBE-FIREWALL'],
} as const;

/**
 * Leads the first packet of a connection through table nat, then, with the destination that it has then, through those chains of table filter that the kernel asks on its way.
 *
 * Source: iptables(8), “TABLES”; pkg/proxy/iptables/proxier.go v1.37.2.
 */
export function walk(proxy: NodeProxy, packet: Packet): Walk {
  const walker = new Walker(new MetRules(proxy, proxy.met(packet)), packet);
  const { mark } = walker.through('nat', 'KUBE-SERVICES', 0, 1);
  if (walker.branches.size > 0) return walker.told('translated');
  for (const hook of filterHooks(packet)) {
    for (const chain of filterChains[hook]) {
      walker.through('filter', chain, mark, 1);
      if (walker.verdict !== undefined) return walker.told(walker.verdict);
    }
  }
  return walker.told('untouched');
}

/** What a process of the node sends to the node itself goes out and comes in again. */
function filterHooks({ hook, destination }: Packet): readonly (keyof typeof filterChains)[] {
  if (hook === 'output') return destination.isOfNode ? ['output', 'input'] : ['output'];
  return destination.isOfNode ? ['input'] : ['forward'];
}

/** What is left of a packet at the end of a chain: chance may have led part of it elsewhere. */
interface Rest {
  readonly mark: number;
  readonly weight: number;
}

class Walker {
  readonly branches = new Map<string, Branch>();
  readonly #hops: Hop[] = [];
  verdict: Verdict | undefined;

  constructor(
    readonly rules: MetRules,
    readonly packet: Packet,
  ) {}

  through(table: TableName, chain: string, mark: number, weight: number): Rest {
    return this.#along(table, this.rules.rules(table, chain), mark, weight);
  }

  #along(table: TableName, rules: readonly MetRule[], mark: number, weight: number): Rest {
    let rest: Rest = { mark, weight };
    for (const met of rules) {
      const chance = chanceOf(met, this.packet, rest.mark);
      if (chance === 0) continue;
      this.#hops.push(met.hop);
      const { target } = met;
      if (target === undefined) continue;
      if (target.kind === 'return') return rest;
      rest = this.#follow(table, met, target, rest, chance);
      if (rest.weight === 0 || this.verdict !== undefined) return rest;
    }
    return rest;
  }

  #follow(table: TableName, { chain }: MetRule, target: RuleTarget, rest: Rest, chance: number): Rest {
    const { mark, weight } = rest;
    // What chance takes away is taken from what is left, so that the last rule, which asks for none, leaves nothing.
    const taken = weight * chance;
    const left = chance === 1 ? 0 : weight - taken;
    switch (target.kind) {
      case 'jump': {
        const after = chain === undefined ? this.through(table, target.chain, mark, taken) : this.#along(table, chain, mark, taken);
        // What went to an endpoint takes its mark along; what goes on here has none of it.
        return { mark: after.weight > 0 ? after.mark : mark, weight: left + after.weight };
      }
      case 'dnat':
        this.#branch(target.to, taken, mark);
        return { mark, weight: left };
      case 'mark':
        return { mark: target.op === 'or' ? (mark | target.value) >>> 0 : (mark ^ target.value) >>> 0, weight };
      case 'reject':
        this.verdict = 'rejected';
        return { mark, weight: 0 };
      case 'drop':
        this.verdict = 'dropped';
        return { mark, weight: 0 };
      case 'accept':
        this.verdict = 'accepted';
        return { mark, weight: 0 };
      default:
        return rest;
    }
  }

  #branch(endpoint: string, weight: number, mark: number): void {
    const known = this.branches.get(endpoint);
    this.branches.set(endpoint, { endpoint, probability: (known?.probability ?? 0) + weight, masquerade: mark !== 0 || known?.masquerade === true });
  }

  told(verdict: Verdict): Walk {
    return { verdict, branches: verdict === 'translated' ? [...this.branches.values()] : [], hops: this.#hops };
  }
}

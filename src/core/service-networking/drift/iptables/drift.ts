import { Journal, type Steps } from '../../../analysis/index.js';
import type { ClusterView } from '../../../cluster/index.js';
import { iptablesSave, type IptablesSaveReadout } from '../../../readouts/index.js';
import { proxyOfNode, type ProxyOfNode, type ProxyOfNodeOptions } from '../../proxy-of-node.js';
import type { DriftAnswer, DriftQuestion } from '../answer.js';
import { atPointer } from '../at-pointer.js';
import { concluded, withheld } from '../conclude.js';
import { compareByEffect } from './compare-by-effect.js';
import { compareExactly } from './compare-exactly.js';
import { effectsOf, noticedAt } from './effects.js';
import { expectedSteps, keyOfChain } from './expected.js';
import { familyOf, foundIn, type Found } from './found.js';
import { canBeFollowed, hasKubeProxy, isListing, otherLayout } from './layout.js';

/** Compares what `iptables-save` printed. */
export function* iptablesDriftSteps(view: ClusterView, question: DriftQuestion, text: string, as: Pick<ProxyOfNodeOptions, 'zone'> = {}): Steps<DriftAnswer> {
  const readout = atPointer('/iptablesSave', () => iptablesSave.parse(text));
  const ipFamily = question.ipFamily ?? familyOf(readout.parsed) ?? undefined;
  const told = proxyOfNode(view, question.node, ipFamily === undefined ? as : { ...as, ipFamily });
  const { proxy } = told;
  const found = foundIn(readout.parsed, proxy.ipFamily);
  const journal = new Journal();
  for (const warning of told.warnings) journal.warn(warning);
  const why = whyNot(told, found);
  if (why !== undefined) return withheld(told, why, journal);
  const isKnown = isSettled(told);
  const layout = otherLayout(found);
  const isExact = isKnown && layout === undefined && !isListing(found);
  tellText(readout, found, journal);
  if (!isKnown) journal.warn('The snapshot does not tell what kube-proxy runs with: where connections go was compared, not the rules by which.');
  else if (layout !== undefined) journal.warn(`The rules are of another version of kube-proxy than those known here: ${layout}. Where connections go was compared, not the rules by which.`);
  else if (!isExact) journal.warn('A listing (iptables -L) does not show all of a rule: where connections go was compared. Send what “iptables-save” prints to have every rule compared.');
  const isWholeNat = found.gaps.get('nat')?.size === 0;
  if (!isExact && !isWholeNat && !canBeFollowed(found)) return withheld(told, 'the text does not hold the chain KUBE-SERVICES of table nat, from which connections can be followed', journal);
  const expected = yield* expectedSteps(proxy);
  const effects = yield* effectsOf(proxy, found);
  const report = isExact ? yield* compareExactly(expected, found, proxy.ipFamily) : yield* compareByEffect(proxy, expected, found, effects);
  const gaps = [...found.gaps.values()].flatMap((each) => [...each]);
  const isPartial = !found.gaps.has('nat') || found.chains.has(keyOfChain('nat', '')) || (isExact && !found.gaps.has('filter')) || gaps.some((gap) => gap !== 'listing');
  if (isPartial) journal.warn('The text does not hold all tables whole: what it lacks was not taken for missing on the node.');
  const noticed = new Map<string, string[]>();
  // In what grep leaves of a dump a door may be there and the chain behind it not.
  if (!isPartial) for (const effect of effects) {
    const words = noticedAt(effect);
    if (words !== undefined) noticed.set(effect.port.name, [...(noticed.get(effect.port.name) ?? []), words]);
  }
  return concluded(told, { report, noticed, isPartial, comparison: isExact ? 'exact' : 'by-effect', tool: 'iptables-save' }, journal);
}

function isSettled({ proxy: { settings } }: ProxyOfNode): boolean {
  return settings.agent !== undefined || settings.read.some(({ from }) => from === 'config' || from === 'flag');
}

function whyNot(told: ProxyOfNode, found: Found): string | undefined {
  const { settings } = told.proxy;
  if (settings.mode !== 'iptables') {
    const instead = settings.mode === 'nftables' ? ' Send what “nft list ruleset” prints as nftRuleset.' : '';
    const leftovers = hasKubeProxy(found) && settings.mode === 'nftables' ? ' What the text holds of iptables mode is left over from before, or the kubelet’s.' : '';
    return `kube-proxy runs in mode ${settings.mode}, whose rules iptables-save does not show.${leftovers}${instead}`;
  }
  if (found.chains.size === 0) return `the text holds no rules of table nat or filter that are told to be ${told.proxy.ipFamily}`;
  return undefined;
}

function tellText({ problems, parsed: { backend } }: IptablesSaveReadout, found: Found, journal: Journal): void {
  if (problems.length > 0) journal.warn(`${problems.length} ${problems.length === 1 ? 'place' : 'places'} of the text could not be used, the first on line ${problems[0]!.line}: ${problems[0]!.detail}.`);
  if (found.untold > 0) journal.warn(`Rules of which the text does not tell the table were left out: ${found.untold}.`);
  if (!hasKubeProxy(found)) journal.warn(`The text holds nothing of kube-proxy: ${backend === null ? 'the node may have its rules in the other back end (iptables-nft-save, iptables-legacy-save), or' : `its rules may be in the other back end (${backend === 'legacy' ? 'iptables-nft-save' : 'iptables-legacy-save'}), or`} kube-proxy does not run there.`);
}

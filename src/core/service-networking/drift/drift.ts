import type { Steps } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { sliceSteps } from '../derived-slices.js';
import { proxyOfNode } from '../proxy-of-node.js';
import type { DriftAnswer, DriftQuestion } from './answer.js';
import { atPointer } from './at-pointer.js';
import { iptablesDriftSteps } from './iptables/drift.js';
import { nftablesDriftSteps } from './nftables/drift.js';

/**
 * Compares the rules that a node has with those that kube-proxy would write for the Services and EndpointSlices of the snapshot.
 *
 * @throws InputError `not-found` for a node that is not there; `invalid-request` for a text of another kind, with line and column, and unless one text is given
 */
export function* driftSteps(view: ClusterView, question: DriftQuestion): Steps<DriftAnswer> {
  const { iptablesSave, nftRuleset } = question;
  if ((iptablesSave === undefined) === (nftRuleset === undefined)) {
    const detail = 'Give one text: iptablesSave, what “iptables-save” prints, or nftRuleset, what “nft list ruleset” prints.';
    throw new InputError('invalid-request', detail, [{ pointer: '/iptablesSave', detail }]);
  }
  yield* sliceSteps(view);
  // Before the text is read, so that a wrong name is told first.
  atPointer('/node', () => proxyOfNode(view, question.node));
  return iptablesSave === undefined ? yield* nftablesDriftSteps(view, question, nftRuleset ?? '') : yield* iptablesDriftSteps(view, question, iptablesSave);
}

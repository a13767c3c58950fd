import type { Steps } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { sliceSteps } from '../derived-slices.js';
import { proxyOfNode, type ProxyOfNode } from '../proxy-of-node.js';
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
  const told = atPointer('/node', () => proxyOfNode(view, question.node));
  const compared = (as?: { readonly zone: string }): Steps<DriftAnswer> => (iptablesSave === undefined ? nftablesDriftSteps(view, question, nftRuleset ?? '', as) : iptablesDriftSteps(view, question, iptablesSave, as));
  const answer = yield* compared();
  if (answer.outcome !== 'drifted' || !mayMissItsZone(told)) return answer;
  const withoutZone = yield* compared({ zone: '' });
  return withoutZone.inSync === true && !withoutZone.partial ? missingItsZone(answer, told.proxy.place.zone) : answer;
}

/**
 * It watches its node before it registers who is to be told of the zone: one that is told of it in between never learns it.
 *
 * Source: Kubernetes 1.34.7 to 1.37.2, cmd/kube-proxy/app/server.go Run; pkg/proxy/config/config.go NewNodeTopologyConfig
 */
function mayMissItsZone({ proxy: { place, behaviour } }: ProxyOfNode): boolean {
  return place.zone !== '' && behaviour.minor >= 34;
}

function missingItsZone(answer: DriftAnswer, zone: string): DriftAnswer {
  const told = `It has what a kube-proxy writes that does not know its zone ${zone}`;
  return {
    ...answer,
    summary: `${answer.summary} ${told}.`,
    warnings: [...answer.warnings, `${told}: from 1.34 on it can miss it as it starts, and then sends connections to the endpoints of all zones; start kube-proxy anew on the node.`],
  };
}

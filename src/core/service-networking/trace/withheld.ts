import type { Evidence, Journal } from '../../analysis/index.js';
import type { ProxyModeName } from '../settings.js';
import type { TraceAnswer, TraceOutcome, TraceReason } from './answer.js';

/** Why no rule was asked. */
export interface Withheld {
  readonly outcome: TraceOutcome;
  readonly reason: TraceReason;
  readonly summary: string;
  readonly missing?: readonly string[];
  readonly evidence?: readonly Evidence[];
  readonly node?: string;
  readonly mode?: ProxyModeName;
}

/** The answer of a question for which no rule was asked. */
export function answerWithout({ outcome, reason, summary, missing = [], evidence = [], node, mode }: Withheld, journal: Journal): TraceAnswer {
  if (evidence.length > 0) journal.step('kube-proxy', 'pass over', summary, evidence);
  return {
    outcome, reason, node: node ?? null, ipFamily: null, mode: mode ?? null, packet: null, servicePort: null, masquerade: false, endpoints: [], affinitySeconds: null, chains: [], suggestions: [], missing,
    summary, steps: journal.steps, warnings: journal.warnings,
  };
}

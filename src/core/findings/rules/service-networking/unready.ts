import { enumerate, type Evidence } from '../../../analysis/index.js';
import { refOf, type Pod } from '../../../cluster/index.js';
import { unreadyReason } from '../../../service-networking/index.js';

const shown = 3;

/** `web-1, web-2 and 4 more: CrashLoopBackOff (container app); web-9: Unschedulable`: pods by the reason that they share. */
export function tellUnready(pods: readonly Pod[]): string {
  const byReason = new Map<string, string[]>();
  for (const pod of pods) byReason.set(unreadyReason(pod), [...(byReason.get(unreadyReason(pod)) ?? []), pod.metadata.name]);
  return [...byReason].map(([reason, names]) => `${enumerate(names, shown)}: ${reason}`).join('; ');
}

/** The readiness of the first pods; the detail names how many there are. */
export function readinessEvidence(pods: readonly Pod[]): Evidence[] {
  return pods.slice(0, shown).map((pod) => ({ ...refOf(pod), field: 'status.conditions', value: unreadyReason(pod) }));
}

import type { ClusterView } from '../../cluster/index.js';
import { flagIn } from '../detection/agent.js';

/** The values of flags of a component of the control plane, undefined for one that is not written; undefined as a whole where no pod of it tells its flags. */
export function flagValues(view: ClusterView, container: RegExp, flags: readonly string[]): (string | undefined)[] | undefined {
  for (const pod of view.podsIn('kube-system')) {
    const found = pod.spec.containers.find(({ name, args, command }) => (args ?? command) !== undefined && container.test(name));
    if (found !== undefined) return flags.map((flag) => flagIn(found, flag)?.value);
  }
  return undefined;
}

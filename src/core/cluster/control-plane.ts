import type { Evidence } from '../analysis/index.js';
import { flagIn, type Container } from './agents.js';
import type { Pod } from './kinds/catalogue.js';
import { refOf, type ClusterView } from './view.js';

/** A container of the control plane that tells its flags, and where it stands. */
export interface ControlPlaneContainer {
  readonly pod: Pod;
  readonly container: Container;
  readonly field: string;
}

/** The container of a component of the control plane, as far as it runs as a pod of kube-system: of several control planes the first, by name, speaks for all. */
export function controlPlaneContainer(view: ClusterView, component: RegExp): ControlPlaneContainer | undefined {
  for (const pod of view.podsIn('kube-system')) {
    const index = pod.spec.containers.findIndex(({ name, args, command }) => (args ?? command) !== undefined && component.test(name));
    const container = pod.spec.containers[index];
    if (container !== undefined) return { pod, container, field: `spec.containers[${index}]` };
  }
  return undefined;
}

/** A flag of a component of the control plane; undefined where it is not written, or no pod of it tells its flags. */
export function controlPlaneFlag(view: ClusterView, component: RegExp, flag: string): { value: string; evidence: Evidence } | undefined {
  const found = controlPlaneContainer(view, component);
  const written = found && flagIn(found.container, flag);
  return found && written && { value: written.value, evidence: { ...refOf(found.pod), field: `${found.field}.${written.list}`, value: written.written } };
}

/** The values of flags of a component of the control plane, undefined for one that is not written; undefined as a whole where no pod of it tells its flags. */
export function flagValues(view: ClusterView, component: RegExp, flags: readonly string[]): (string | undefined)[] | undefined {
  const found = controlPlaneContainer(view, component);
  return found && flags.map((flag) => flagIn(found.container, flag)?.value);
}

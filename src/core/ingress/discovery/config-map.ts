import type { ClusterView } from '../../cluster/index.js';
import type { ControllerConfigMap } from '../controller.js';

/**
 * The ConfigMap that a flag names as `namespace/name`, or as `name` in the namespace of the controller.
 * One that is not there is as good as an empty one; one that the snapshot may lack is not known.
 */
export function configMapOf(view: ClusterView, written: string | undefined, namespace: string): ControllerConfigMap | undefined {
  if (written === undefined || written === '') return undefined;
  const slash = written.indexOf('/');
  const ref = { namespace: slash === -1 ? namespace : written.slice(0, slash), name: written.slice(slash + 1) };
  const found = view.get('ConfigMap', ref.namespace, ref.name);
  if (found !== undefined) return { ...ref, data: found.data };
  return { ...ref, data: view.covers('ConfigMap', ref.namespace) ? {} : undefined };
}

/** What must be said of settings that are not known; none where they are. */
export function configMapWarnings(configMap: ControllerConfigMap | undefined): string[] {
  if (configMap === undefined || configMap.data !== undefined) return [];
  return [`The snapshot does not hold ConfigMap ${configMap.namespace}/${configMap.name}, which has the settings of the controller: its defaults were taken.`];
}

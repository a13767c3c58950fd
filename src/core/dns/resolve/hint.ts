import { nearest } from '../../analysis/index.js';
import { matchesLabels, namespacesOf, type ClusterView } from '../../cluster/index.js';

/**
 * Why a name that reads like one of the cluster is none: a namespace or a Service that is not there, with those that are near, or a headless Service without ready
 * endpoints. undefined where the name reads like one of somewhere else, or where the snapshot does not hold what would tell.
 *
 * @param namespace of whoever asks
 * @param domain of the cluster
 */
export function hintFor(view: ClusterView, name: string, namespace: string, domain: string): string | undefined {
  const bare = name.toLowerCase().replace(/\.$/, '');
  const suffix = [`.svc.${domain.toLowerCase()}`, '.svc', ''].find((each) => bare.endsWith(each)) ?? '';
  const [service = '', in_ = namespace, ...rest] = bare.slice(0, bare.length - suffix.length).split('.');
  if (rest.length > 0 || service === '' || in_ === '') return undefined;
  const namespaces = namespacesOf(view);
  if (!namespaces.includes(in_)) return missingNamespace(in_, namespaces, suffix !== '' && view.covers('Namespace'));
  if (!view.covers('Service', in_)) return undefined;
  const found = view.get('Service', in_, service);
  if (found === undefined) return missingService(view, service, in_);
  const isServed = view.slicesOf(found).some(({ endpoints }) => endpoints.some(({ conditions }) => conditions.ready));
  return found.spec.clusterIP === 'None' && view.covers('EndpointSlice', in_) && !isServed ? `Service ${in_}/${service} is headless and has no ready endpoint` : undefined;
}

/** A name of two labels may be one of anywhere: then only a namespace that is near is worth a word. */
function missingNamespace(name: string, namespaces: readonly string[], isOfCluster: boolean): string | undefined {
  const near = nearest(name, namespaces);
  if (near.length === 0 && !isOfCluster) return undefined;
  return `there is no namespace ${name}${near.length === 0 ? '' : `; near: ${near.join(', ')}`}`;
}

function missingService(view: ClusterView, name: string, namespace: string): string {
  const services = view.objects('Service');
  const here = nearest(name, services.filter(({ metadata }) => metadata.namespace === namespace).map(({ metadata }) => metadata.name));
  const elsewhere = services.filter(({ metadata }) => metadata.name === name).map(({ metadata }) => `${metadata.name}.${metadata.namespace}`);
  // What a pod or a workload is called is no name in DNS.
  const pods = view.podsIn(namespace).filter((pod) => pod.metadata.name === name || pod.metadata.labels?.['app'] === name || matchesLabels({ 'app.kubernetes.io/name': name }, pod.metadata.labels)).length;
  const notes = [
    ...(here.length > 0 ? [`near: ${here.join(', ')}`] : []),
    ...(elsewhere.length > 0 ? [`there is ${elsewhere.slice(0, 3).join(', ')}`] : []),
    ...(pods > 0 ? [`pods of that name are no name in DNS without one`] : []),
  ];
  return `namespace ${namespace} has no Service ${name}${notes.length === 0 ? '' : `; ${notes.join('; ')}`}`;
}

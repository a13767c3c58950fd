import { isRecord, type RawRecord } from '../record.js';
import { put } from './shape.js';

/** The fields of metadata, which old kubectl wrote into the object itself. */
const metadataFields = new Set([
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'clusterName',
  'initializers',
]);

/**
 * Rewrites the internal form, which kubectl before about 1.14 wrote in `cluster-info dump`, into the form of the API;
 * anything else is given back untouched. The internal form has Go's field names (`Spec`, `PodCIDR`), the fields of metadata in the object itself,
 * zero values written out, and a few fields at another place (pkg/apis/core/types.go against staging/src/k8s.io/api/core/v1/types.go).
 */
export function apiForm(raw: RawRecord): RawRecord {
  return raw['metadata'] !== undefined || !Object.keys(raw).some(isGoName) ? raw : rewriteObject(raw);
}

const isGoName = (key: string) => /^[A-Z]/.test(key);

/** An object or a template of one: metadata goes back to its place. */
function rewriteObject(raw: RawRecord): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const key of Object.keys(raw)) {
    if (metadataFields.has(key)) put(metadata, key, raw[key]);
    else put(rest, apiName(key), rewriteField(key, raw[key]));
  }
  return { ...rest, metadata };
}

/** Fields that are maps, or were written by their own marshaller: what stands in them is the user's. */
const verbatim = new Set(['NodeSelector', 'Selector', 'Data', 'StringData', 'Capacity', 'Allocatable']);

function rewriteField(key: string, value: unknown): unknown {
  return verbatim.has(key) ? value : rewrite(value);
}

function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(rewrite);
  if (value === '' || value === null) return undefined;
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  if (!keys.some(isGoName)) return value;
  if ('Spec' in value && keys.some((key) => metadataFields.has(key))) return rewriteObject(value);
  const rewritten: Record<string, unknown> = {};
  for (const key of keys) put(rewritten, apiName(key), rewriteField(key, value[key]));
  return relocate(rewritten);
}

/** The fields that stand elsewhere in the internal types. */
function relocate({ handler, securityContext, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return {
    ...rest,
    ...(isRecord(handler) && handler),
    ...(isRecord(securityContext) && securityContext['hostNetwork'] === true && { hostNetwork: true }),
  };
}

/** `podCIDR` of `PodCIDR`, `clusterIP` of `ClusterIP`, `tcpSocket` of `TCPSocket`: a leading acronym becomes lower case as a whole. */
function apiName(key: string): string {
  const acronym = /^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$/.exec(key);
  if (acronym) return acronym[0].toLowerCase() + key.slice(acronym[0].length);
  return isGoName(key) ? key.charAt(0).toLowerCase() + key.slice(1) : key;
}

/** The kind of an object in API form, by the fields that only one kind has. */
export function recognise(object: RawRecord): string | undefined {
  const spec = isRecord(object['spec']) ? object['spec'] : {};
  const status = isRecord(object['status']) ? object['status'] : {};
  if ('nodeInfo' in status) return 'Node';
  if ('containers' in spec) return 'Pod';
  if ('sessionAffinity' in spec || 'clusterIP' in spec) return 'Service';
  if ('desiredNumberScheduled' in status) return 'DaemonSet';
  if ('strategy' in spec && 'template' in spec) return 'Deployment';
  if ('serviceName' in spec && 'template' in spec) return 'StatefulSet';
  if ('fullyLabeledReplicas' in status) return 'ReplicaSet';
  if ('subsets' in object) return 'Endpoints';
  return undefined;
}

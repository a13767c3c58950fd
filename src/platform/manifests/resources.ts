/** How a kind is written in an object. */
interface ResourceKind {
  readonly kind: string;
  readonly apiVersion: string;
}

/**
 * Kinds by the plural under which the API serves them, for files and lists that name no kind.
 * Source: `kubectl api-resources` of Kubernetes v1.31, and the Gateway API v1.1.
 */
const table: Readonly<Record<string, string>> = {
  v1: `configmaps ConfigMap, endpoints Endpoints, events Event, limitranges LimitRange, namespaces Namespace, nodes Node,
    persistentvolumeclaims PersistentVolumeClaim, persistentvolumes PersistentVolume, pods Pod, podtemplates PodTemplate,
    replicationcontrollers ReplicationController, resourcequotas ResourceQuota, secrets Secret, serviceaccounts ServiceAccount, services Service,
    componentstatuses ComponentStatus`,
  'apps/v1': 'controllerrevisions ControllerRevision, daemonsets DaemonSet, deployments Deployment, replicasets ReplicaSet, statefulsets StatefulSet',
  'batch/v1': 'cronjobs CronJob, jobs Job',
  'autoscaling/v2': 'horizontalpodautoscalers HorizontalPodAutoscaler',
  'coordination.k8s.io/v1': 'leases Lease',
  'discovery.k8s.io/v1': 'endpointslices EndpointSlice',
  'networking.k8s.io/v1': 'ingressclasses IngressClass, ingresses Ingress, networkpolicies NetworkPolicy, servicecidrs ServiceCIDR, ipaddresses IPAddress',
  'policy/v1': 'poddisruptionbudgets PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1': 'clusterroles ClusterRole, clusterrolebindings ClusterRoleBinding, roles Role, rolebindings RoleBinding',
  'storage.k8s.io/v1': 'storageclasses StorageClass, volumeattachments VolumeAttachment, csinodes CSINode, csidrivers CSIDriver',
  'apiextensions.k8s.io/v1': 'customresourcedefinitions CustomResourceDefinition',
  'gateway.networking.k8s.io/v1': 'gatewayclasses GatewayClass, gateways Gateway, httproutes HTTPRoute, grpcroutes GRPCRoute',
  'gateway.networking.k8s.io/v1beta1': 'referencegrants ReferenceGrant',
  'cert-manager.io/v1': 'certificates Certificate',
};

/** Groups that a kind has moved out of. */
const formerGroups = new Set(['extensions', 'apps']);

const byPlural = new Map<string, ResourceKind>(
  Object.entries(table).flatMap(([apiVersion, line]) =>
    line.split(',').map((entry) => {
      const [plural = '', kind = ''] = entry.trim().split(' ');
      return [plural, { kind, apiVersion }] as const;
    }),
  ),
);

/**
 * The kind that is served under `plural`, or undefined where it is none of Kubernetes' own.
 *
 * @param group '' for the core group; a group of somebody else's with the same plural is not mistaken (config.openshift.io has `ingresses`)
 * @param version of that group; without both, the kind's present ones are taken
 */
export function kindOfPlural(plural: string, group?: string, version?: string): ResourceKind | undefined {
  const known = byPlural.get(plural);
  if (known === undefined || group === undefined) return known;
  if (group !== groupOf(known.apiVersion) && !formerGroups.has(group)) return undefined;
  if (version === undefined) return known;
  return { kind: known.kind, apiVersion: joinApiVersion(group, version) };
}

function joinApiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** What a `selfLink` tells of the object or list that carries it. */
export interface Link {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly namespace?: string;
}

const linkForm = /^[/](?:api|apis[/]([^/]+))[/](v[^/]+)(?:[/]namespaces[/]([^/]+)(?=[/]))?[/]([^/]+)(?:[/][^/]+)?[/]?$/;

/**
 * Reads a `selfLink`, which the API server wrote into objects and lists up to Kubernetes 1.19.
 * Source: Kubernetes API concepts, “Resource URIs”.
 */
export function readLink(link: unknown): Link {
  if (typeof link !== 'string') return {};
  const [whole, group = '', version = '', namespace, plural = ''] = linkForm.exec(link) ?? [];
  if (whole === undefined) return {};
  return { ...kindOfPlural(plural, group, version), apiVersion: joinApiVersion(group, version), ...(namespace !== undefined && { namespace }) };
}

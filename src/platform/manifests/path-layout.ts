import { kindOfPlural } from './resources.js';

/** What the path of a file tells of the objects in it. */
export interface PathHint {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly namespace?: string;
  /** The name of the one object in the file. */
  readonly name?: string;
  /** The file is the text of one key of a ConfigMap. */
  readonly key?: string;
  /** The files of the folder are all objects of the kind, one a file: in `namespace`, or in the cluster where there is none. */
  readonly isWhole?: true;
  /** Why the file is passed over unread. */
  readonly skip?: string;
}

/** How one tool lays its files. The named groups of `form` are what the path tells. */
interface Layout {
  readonly form: RegExp;
  readonly kind?: string;
  readonly skip?: string;
  readonly isWhole?: true;
}

/** Tools take these along only for the namespaces and objects that were asked for. */
const neverWhole = new Set(['namespaces', 'customresourcedefinitions']);

const clusterInfoFiles = 'events|replication-controllers|services|daemonsets|deployments|replicasets|pods';
const bundleFolders =
  'pods|pod-disruption-budgets|services|deployments|replicasets|statefulsets|daemonsets|jobs|cronjobs|ingress|network-policy|resource-quota|limitranges|' +
  'events|pvcs|roles|rolebindings|endpoints|endpointslices|serviceaccounts|leases|configmaps|image-pull-secrets|auth-cani-list';
const insightsFolders = 'pod|pdbs';

/** In this order: the first form that fits counts. A path may stand below any other folder. */
const layouts: readonly Layout[] = [
  { form: /(?:^|[/])(?:__MACOSX[/].*|[.]_[^/]*|[.]DS_Store|Thumbs[.]db)$/, skip: 'they belong to a file manager' },
  // Source: kubectl v1.30 clusterinfo_dump.go (<ns>/<pod>/logs.txt), oc pkg/cli/admin/inspect/pod.go (logs/current.log),
  // sonobuoy pkg/discovery/pods.go (podlogs/<ns>/<pod>/logs/<container>.txt).
  { form: /(?:[.]log(?:[.]\d+)?(?:[.]gz)?|(?:^|[/])logs[.]txt|[/](?:pod)?logs[/].*[.]txt)$/i, skip: 'they are logs' },
  // Source: troubleshoot pkg/collect/cluster_resources.go: each list has its <name>-errors.json.
  { form: /(?:^|[/])[^/]+-errors[.]json$/, skip: 'they hold what a collector could not read' },
  // Source: velero pkg/archive/filesystem.go GetVersionedItemFilePath.
  { form: /(?:^|[/])resources[/](?<resource>[^/]+)[/](?:v[^/]+[/])?namespaces[/](?<namespace>[^/]+)[/](?<name>[^/]+)[.]json$/, isWhole: true },
  { form: /(?:^|[/])resources[/](?<resource>[^/]+)[/](?:v[^/]+[/])?cluster[/](?<name>[^/]+)[.]json$/, isWhole: true },
  // Source: sonobuoy pkg/discovery/query.go QueryResources.
  { form: /(?:^|[/])ns[/](?<namespace>[^/]+)[/](?<group>[^/_]+)_(?<version>v[^/_]+)_(?<resource>[^/_]+)[.]json$/ },
  { form: /(?:^|[/])cluster[/](?<group>[^/_]+)_(?<version>v[^/_]+)_(?<resource>[^/_]+)[.]json$/ },
  // Source: oc pkg/cli/admin/inspect/{resource,namespace,pod}.go. What it takes whole of a namespace it writes as a list; a file of one object
  // in a namespace may be all that was asked for.
  { form: /(?:^|[/])namespaces[/](?<namespace>[^/]+)[/]pods[/](?<name>[^/]+)[/]\k<name>[.]yaml$/, kind: 'pods' },
  { form: /(?:^|[/])namespaces[/](?<name>[^/]+)[/]\k<name>[.]yaml$/, kind: 'namespaces' },
  { form: /(?:^|[/])namespaces[/](?<namespace>[^/]+)[/](?<group>[^/]+)[/](?<resource>[^/]+)[/](?<name>[^/]+)[.]yaml$/ },
  { form: /(?:^|[/])namespaces[/](?<namespace>[^/]+)[/](?<group>[^/]+)[/](?<resource>[^/]+)[.]yaml$/ },
  { form: /(?:^|[/])cluster-scoped-resources[/](?<group>[^/]+)[/](?<resource>[^/]+)[/](?<name>[^/]+)[.]yaml$/, isWhole: true },
  { form: /(?:^|[/])cluster-scoped-resources[/](?<group>[^/]+)[/](?<resource>[^/]+)[.]yaml$/ },
  // Source: insights-operator docs/gathered-data.md. Of pods and disruption budgets it takes only some.
  { form: /(?:^|[/])config[/]configmaps[/](?<namespace>[^/]+)[/](?<name>[^/]+)[/](?<key>[^/]+)$/, kind: 'configmaps' },
  { form: /(?:^|[/])configmaps[/](?<namespace>[^/]+)[/](?<name>[^/]+)[/](?<key>[^/]+)(?<![.]ya?ml)$/, kind: 'configmaps' },
  { form: new RegExp(`(?:^|[/])(?<resource>${insightsFolders})[/](?<namespace>[^/]+)[/](?<name>[^/]+)[.]json$`) },
  { form: /(?:^|[/])node[/](?<name>[^/]+)[.]json$/, kind: 'nodes', isWhole: true },
  { form: /(?:^|[/])config[/](?:featuregate|image|infrastructure|ingress|network|oauth|proxy)[.]json$/ },
  // Source: troubleshoot pkg/constants/constants.go and pkg/collect/cluster_resources.go.
  { form: new RegExp(`(?:^|[/])(?<resource>${bundleFolders})[/](?<namespace>[^/]+)[.]json$`) },
  { form: /(?:^|[/])cluster-resources[/](?<resource>[^/]+)[.]json$/ },
  // Source: kubectl v1.30 pkg/cmd/clusterinfo/clusterinfo_dump.go.
  { form: new RegExp(`(?:^|[/])(?<namespace>[^/]+)[/](?<resource>${clusterInfoFiles})[.](?:json|yaml)$`) },
  { form: /(?:^|[/])(?<resource>nodes)[.](?:json|yaml)$/ },
];

/** Folder names that are no plural of the API. */
const otherNames = new Map([
  ['ingress', 'ingresses'],
  ['ingress-classes', 'ingressclasses'],
  ['network-policy', 'networkpolicies'],
  ['pod-disruption-budgets', 'poddisruptionbudgets'],
  ['replication-controllers', 'replicationcontrollers'],
  ['resource-quota', 'resourcequotas'],
  ['pdbs', 'poddisruptionbudgets'],
  ['pod', 'pods'],
  ['pvcs', 'persistentvolumeclaims'],
  ['pvs', 'persistentvolumes'],
  ['storage-classes', 'storageclasses'],
]);

/** What `path` tells by the layout of the tool that wrote it; nothing where no layout fits. The path is only read, never opened. */
export function readPath(path: string): PathHint {
  for (const { form, kind, skip, isWhole } of layouts) {
    const groups = form.exec(path);
    if (groups === null) continue;
    if (skip !== undefined) return { skip };
    const { resource, group, version, namespace, name, key } = groups.groups ?? {};
    const plural = kind ?? resource ?? '';
    const [bare = '', ...suffix] = (otherNames.get(plural) ?? plural).split('.');
    const known = kindOfPlural(bare, groupOf(group, suffix), version);
    return {
      ...known,
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
      ...(key !== undefined && { key }),
      ...(isWhole && !neverWhole.has(bare) && { isWhole }),
    };
  }
  return {};
}

/** undefined where the path tells no group. */
function groupOf(folder: string | undefined, suffix: readonly string[]): string | undefined {
  if (folder === undefined) return suffix.length === 0 ? undefined : suffix.join('.');
  return folder === 'core' ? '' : folder;
}

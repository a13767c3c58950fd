import { yamlOf, type ClusterView } from '../../../cluster/index.js';
import type { Workload } from '../../controller.js';

/** Traefik's static configuration as flags: names in lower case with dots, lists with commas. */
export interface TraefikOptions {
  readonly flags: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

const defaultFile = '/etc/traefik/traefik';
const variable = 'TRAEFIK_';

export function isTraefik({ image, container: { command = [] } }: Workload): boolean {
  return /(?:^|\/)traefik(?:ee)?$/.test(image) || /(?:^|\/)traefik$/.test(command[0] ?? '');
}

/**
 * A file goes before flags, flags before variables, and the first that is there is the only one.
 *
 * Source: traefik/traefik cmd/traefik/traefik.go, main: the loaders of tcli.Command; pkg/cli/loader_file.go, loadConfigFiles, fd5a576
 */
export function optionsOf(workload: Workload, view: ClusterView): TraefikOptions {
  return fromFile(workload, view) ?? fromFlags(workload) ?? fromVariables(workload);
}

function fromFile(workload: Workload, view: ClusterView): TraefikOptions | undefined {
  const { ref, container } = workload;
  const named = workload.flags.get('configfile');
  const mounts = (container.volumeMounts ?? []).filter(({ mountPath }) => (named ?? defaultFile).startsWith(mountPath));
  if (named === undefined && mounts.length === 0) return undefined;
  const configMap = view.objects('ConfigMap').find(({ metadata, data }) => metadata.namespace === ref.namespace && Object.keys(data).some((key) => /^traefik\.(?:ya?ml|toml)$/.test(key)));
  const yaml = configMap?.data['traefik.yaml'] ?? configMap?.data['traefik.yml'];
  const read = yamlOf(yaml);
  if (read !== undefined) return { flags: flatten(read), warnings: [] };
  if (named === undefined && configMap === undefined) return undefined;
  return { flags: new Map(), warnings: [`The configuration file of ${ref.namespace}/${ref.name} is not in the snapshot as YAML: its options are not known.`] };
}

function fromFlags({ flags }: Workload): TraefikOptions | undefined {
  return flags.size === 0 ? undefined : { flags, warnings: [] };
}

/** `TRAEFIK_PROVIDERS_KUBERNETESINGRESS_INGRESSCLASS` is `providers.kubernetesingress.ingressclass`. */
function fromVariables({ container: { env = [] } }: Workload): TraefikOptions {
  const own = env.filter(({ name }) => name.startsWith(variable));
  return { flags: new Map(own.map(({ name, value }) => [name.slice(variable.length).toLowerCase().replaceAll('_', '.'), value])), warnings: [] };
}

function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map([[path, textOf(value)]]);
  if (Array.isArray(value)) return new Map([[path, value.map(textOf).join(',')]]);
  const entries = Object.entries(value);
  if (entries.length === 0) return new Map([[path, 'true']]);
  return new Map(entries.flatMap(([key, each]) => [...flatten(each, path === '' ? key.toLowerCase() : `${path}.${key.toLowerCase()}`)]));
}

/** A section without content switches on what it is for. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? 'true' : JSON.stringify(value);
}

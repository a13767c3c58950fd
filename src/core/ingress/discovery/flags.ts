import type { Container } from '../../cluster/index.js';

/** Flags of ingress controllers that take no word after them: `--flag false` sets them, as Go's pflag has it, and `false` is lost. */
const switches = new Set([
  // ingress-nginx pkg/flags/flags.go v1.15.1; haproxy-ingress pkg/controller/config/options.go 465a51c
  'watch-ingress-without-class',
  'ingress-class-by-name',
  'ingress-class-precedence',
  'disable-ingress-class-api',
  'watch-ingress',
  'watch-gateway',
  'disable-catch-all',
  'deep-inspect',
  'update-status',
  'update-status-on-shutdown',
  'report-node-internal-ip-address',
  'enable-ssl-passthrough',
  'enable-ssl-chain-completion',
  'enable-annotation-validation',
  'enable-metrics',
  'enable-topology-aware-routing',
  'disable-svc-external-name',
  'disable-leader-election',
  'disable-full-test',
  'disable-sync-events',
  'metrics-per-host',
  'profiling',
  'version',
  'allow-cross-namespace',
  'verify-hostname',
  // aws-load-balancer-controller pkg/config 225f445; ingress-gce pkg/flags/flags.go acbcf5d; Kong internal/cmd/rootcmd/config/cli.go 1fa68f8
  'disable-ingress-class-annotation',
  'disable-ingress-group-name-annotation',
  'enable-ingress-global-external',
  'enable-ingress-regional-external',
  'enable-controller-ingress-class-networkingv1',
]);

/**
 * The flags of a container by name, in lower case and without dashes, in the order of command and args: `--name=value`, `--name value`, and `true` for a bare `--name`.
 * Of several the last counts. What Kubernetes puts into `$(NAME)` is put there as far as it is known: variables that the snapshot holds, and the namespace for one whose name ends in NAMESPACE.
 */
export function readFlags({ command = [], args = [], env = [] }: Pick<Container, 'command' | 'args' | 'env'>, namespace: string): ReadonlyMap<string, string> {
  const variables = new Map(env.map(({ name, value }) => [name, value]));
  const words = [...command, ...args].map((word) => expand(word, variables, namespace));
  const flags = new Map<string, string>();
  for (let i = 0; i < words.length; i++) {
    const [, name, value] = /^--?([A-Za-z][\w.[\]-]*)(?:=(.*))?$/s.exec(words[i] ?? '') ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    const next = words[i + 1];
    if (value !== undefined) flags.set(key, value);
    else if (switches.has(key) || next === undefined || next.startsWith('-')) flags.set(key, 'true');
    else {
      flags.set(key, next);
      i++;
    }
  }
  return flags;
}

/** Source: third_party/forked/golang/expansion/expand.go: `$$(NAME)` is `$(NAME)` itself, and a name that is not known stays as it is written. */
function expand(word: string, variables: ReadonlyMap<string, string>, namespace: string): string {
  return word.replace(/\$(\$|\(([\w.-]+)\))/g, (written, what: string, name: string | undefined) => {
    if (what === '$') return '$';
    if (name === undefined) return written;
    return variables.get(name) ?? (name.endsWith('NAMESPACE') ? namespace : written);
  });
}

/** Whether a part of a flag is a variable of which the snapshot does not know the value. */
export function isUnexpanded(value: string | undefined): boolean {
  return value !== undefined && /\$\([\w.-]+\)/.test(value);
}

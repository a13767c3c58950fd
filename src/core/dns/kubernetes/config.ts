import { parseLabelSelector, type LabelSelector } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { normalizeExact, originsOf } from '../corefile/zone-address.js';
import { parseDuration } from '../go/duration.js';
import { atoi, type Parsed } from '../go/number.js';
import { quoteGo } from '../go/quote.js';
import type { Controller, CoreDnsVersion } from '../plugin.js';

export type PodMode = 'disabled' | 'insecure' | 'verified';

/** What the plugin is set to. */
export interface KubernetesConfig {
  /** Fully qualified, lower case; at least one is no reverse zone. */
  readonly zones: readonly string[];
  /** The first zone that is no reverse zone: the one in every PTR record. */
  readonly primaryZone: string;
  readonly podMode: PodMode;
  /** The endpoints of a Service are named by their pod. */
  readonly namesEndpointsByPod: boolean;
  /** Seconds, 0 to 3600. */
  readonly ttl: number;
  /** The only ones that exist; empty: all. */
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceLabels?: LabelSelector;
  readonly labels?: LabelSelector;
  readonly readsEndpoints: boolean;
  /** It breaks down where it looks for them all the same. */
  readonly failsAtEndpoints: boolean;
  readonly ignoresEmptyServices: boolean;
  /** Zones whose name errors go to the next plugin. */
  readonly fallthrough: readonly string[];
  readonly multiclusterZones: readonly string[];
  /** Names of one topology zone are understood. */
  readonly isZonal: boolean;
  readonly version: CoreDnsVersion;
}

type Draft = { -readonly [K in keyof KubernetesConfig]: KubernetesConfig[K] };

/**
 * Reads the plugin's lines of one block; undefined where there are none.
 *
 * Source: coredns 1.14.7 plugin/kubernetes/setup.go kubernetesParse, ParseStanza.
 *
 * @throws CorefileError where CoreDNS would not start
 */
export function readKubernetesConfig(c: Controller): KubernetesConfig | undefined {
  let config: KubernetesConfig | undefined;
  while (c.next()) {
    if (config !== undefined) throw c.plainErr('this plugin can only be used once per Server Block');
    config = readStanza(c);
  }
  return config;
}

function readStanza(c: Controller): KubernetesConfig {
  const zones = originsOf(c.remainingArgs(), c.origins);
  const primaryZone = zones.find((zone) => !isReverseZone(zone));
  if (primaryZone === undefined) throw c.plainErr('non-reverse zone name must be used');
  const config: Draft = {
    zones, primaryZone, podMode: 'disabled', namesEndpointsByPod: false, ttl: 5, namespaces: new Set(), readsEndpoints: true, failsAtEndpoints: false, ignoresEmptyServices: false, fallthrough: [], multiclusterZones: [],
    isZonal: false, version: c.version,
  };
  while (c.nextBlock()) readOption(c, config);
  if (config.namespaces.size > 0 && config.namespaceLabels !== undefined) throw c.err('namespaces and namespace_labels cannot both be set');
  const strange = config.multiclusterZones.find((zone) => !zones.includes(zone));
  if (strange !== undefined) throw c.err(`is not authoritative for the multicluster zone ${strange} (authoritative zones: [${zones.join(' ')}])`);
  if (config.isZonal && !config.readsEndpoints) throw c.err('zonal requires the endpoint cache; remove noendpoints');
  return config;
}

function readOption(c: Controller, config: Draft): void {
  switch (c.option()) {
    case 'endpoint_pod_names':
      if (c.remainingArgs().length > 0) throw c.argErr();
      config.namesEndpointsByPod = true;
      return;
    case 'pods':
      config.podMode = readPodMode(c);
      return;
    case 'namespaces':
      config.namespaces = new Set([...config.namespaces, ...someArgs(c)]);
      return;
    case 'endpoint':
      someArgs(c);
      return;
    case 'tls':
      if (c.remainingArgs().length !== 3) throw c.argErr();
      return;
    case 'kubeconfig':
      if (!(c.version.atLeast('1.8.2') ? [1, 2] : [2]).includes(c.remainingArgs().length)) throw c.argErr();
      return;
    case 'labels':
      config.labels = readSelector(c, (text, why) => `unable to parse label selector value: '${text}': ${why}`);
      return;
    case 'namespace_labels':
      config.namespaceLabels = readSelector(c, (text, why) => `unable to parse namespace_label selector value: '${text}': ${why}`);
      return;
    case 'fallthrough': {
      const zones = c.remainingArgs();
      config.fallthrough = zones.length === 0 ? ['.'] : zones.flatMap((zone) => normalizeExact(zone));
      return;
    }
    case 'ttl':
      config.ttl = readTtl(c);
      return;
    case 'noendpoints':
      if (c.remainingArgs().length > 0) throw c.argErr();
      config.readsEndpoints = false;
      config.failsAtEndpoints = !c.version.atLeast('1.11.0');
      return;
    case 'ignore': {
      const [what] = c.remainingArgs();
      if (what === undefined) return;
      if (what !== 'empty_service') throw c.plainErr(`unable to parse ignore value: '${what}'`);
      config.ignoresEmptyServices = true;
      return;
    }
    case 'zonal':
      if (c.remainingArgs().length > 0) throw c.argErr();
      config.isZonal = true;
      return;
    case 'multicluster':
      config.multiclusterZones = originsOf(c.remainingArgs(), []);
      return;
    case 'startup_timeout': {
      const [text] = someArgs(c);
      const parsed = parseDuration(text ?? '');
      if ('error' in parsed) throw c.plainErr(`failed to parse startup_timeout: ${text}, ${parsed.error}`);
      return;
    }
    case 'apiserver_qps':
    case 'apiserver_burst':
    case 'apiserver_max_inflight':
      checkLimit(c, c.val(), c.remainingArgs());
      return;
    // Older releases read these and made nothing of them that an answer depends on.
    case 'resyncperiod':
    case 'upstream':
    case 'transfer':
      c.remainingArgs();
      return;
    default:
      throw c.err(`unknown property '${c.val()}'`);
  }
}


function checkLimit(c: Controller, name: string, args: readonly string[]): void {
  const [text] = args;
  if (text === undefined || args.length !== 1) throw c.argErr();
  const parsed = name === 'apiserver_qps' ? parseFloatGo(text) : atoi(text);
  if ('error' in parsed) throw c.err(`invalid ${name} ${quoteGo(text)}: ${parsed.error}`);
  if (parsed.value < 0) throw c.err(`${name} must be >= 0`);
}

/** The decimal forms of Go's strconv.ParseFloat. */
function parseFloatGo(text: string): Parsed<number> {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? { value: Number(text) } : { error: `strconv.ParseFloat: parsing ${quoteGo(text)}: invalid syntax` };
}

function readPodMode(c: Controller): PodMode {
  const [mode, ...more] = c.remainingArgs();
  if (mode === undefined || more.length > 0) throw c.argErr();
  if (mode === 'disabled' || mode === 'insecure' || mode === 'verified') return mode;
  throw c.plainErr(`wrong value for pods: ${mode},  must be one of: disabled, verified, insecure`);
}

function readTtl(c: Controller): number {
  const [text] = c.remainingArgs();
  if (text === undefined) throw c.argErr();
  const ttl = atoi(text);
  if ('error' in ttl) throw c.plainErr(ttl.error);
  if (ttl.value < 0 || ttl.value > 3600) throw c.err(`ttl must be in range [0, 3600]: ${ttl.value}`);
  return ttl.value;
}

function readSelector(c: Controller, message: (text: string, why: string) => string): LabelSelector {
  const text = someArgs(c).join(' ');
  try {
    return parseLabelSelector(text);
  } catch (error) {
    if (error instanceof InputError) throw c.plainErr(message(text, error.message));
    throw error;
  }
}

function someArgs(c: Controller): readonly string[] {
  const args = c.remainingArgs();
  if (args.length === 0) throw c.argErr();
  return args;
}

/** Whether it lies below a reverse tree: `in-addr.arpa.` itself does not, and may so become the primary zone. Source: coredns 1.14.7 plugin/pkg/dnsutil/reverse.go IsReverse. */
export function isReverseZone(zone: string): boolean {
  return zone.endsWith('.in-addr.arpa.') || zone.endsWith('.ip6.arpa.');
}

import type { MigratedOption, OptionRule, PluginRule } from './model.js';

const firstArgument = (option: MigratedOption): MigratedOption => ({ ...option, args: option.args.slice(0, 1) });
const leftOut = (): undefined => undefined;
const withoutGoogle = (option: MigratedOption): MigratedOption | undefined => (option.args[0] === 'https_google' ? undefined : option);

/** Options that are understood and stay as they are. */
function known(...names: string[]): Record<string, OptionRule> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}

/** What `proxy` was set to, as `forward` takes it. */
const proxyOptions: Readonly<Record<string, OptionRule>> = {
  policy: { change: (option) => (option.args.length === 1 && option.args[0] === 'least_conn' ? { name: 'force_tcp', args: [] } : option) },
  except: {},
  fail_timeout: { change: leftOut },
  max_fails: { change: leftOut },
  health_check: { change: leftOut },
  spray: { change: leftOut },
  protocol: { change: ({ args }) => (args.length >= 2 && args[0] === 'force_tcp' ? { name: 'force_tcp', args: [] } : undefined) },
};

const kubernetesOptions = known('tls', 'namespaces', 'labels', 'pods', 'endpoint_pod_names', 'ttl', 'noendpoints', 'fallthrough', 'ignore');
const kubernetesV2 = { ...kubernetesOptions, ...known('kubeconfig', 'endpoint', 'resyncperiod', 'upstream', 'transfer') };
const endpointIgnored: OptionRule = { status: 'ignored', change: firstArgument };
const forwardOptions = known('except', 'force_tcp', 'expire', 'max_fails', 'tls', 'tls_servername', 'policy', 'health_check');
const forwardV3 = { ...forwardOptions, ...known('prefer_udp', 'max_concurrent') };

/**
 * What the tool knows of each plugin, in the versions that it gives these rules.
 *
 * Source: coredns/corefile-migration (2026-03, data up to 1.14.2), migration/plugins.go
 */
export const pluginRules = {
  kubernetes: {
    v1: { options: { ...kubernetesOptions, ...known('endpoint', 'resyncperiod', 'upstream', 'transfer') } },
    v2: { options: kubernetesV2 },
    v3: { options: { ...kubernetesV2, endpoint: { status: 'deprecated', change: firstArgument } } },
    v4: { options: { ...kubernetesV2, endpoint: endpointIgnored, upstream: { status: 'deprecated', change: leftOut } } },
    v5: { options: { ...kubernetesV2, endpoint: endpointIgnored, resyncperiod: { status: 'deprecated', change: leftOut }, upstream: { status: 'ignored', change: leftOut } } },
    v6: { options: { ...kubernetesV2, endpoint: endpointIgnored, resyncperiod: { status: 'ignored', change: leftOut }, upstream: { status: 'ignored', change: leftOut } } },
    v7: { options: { ...kubernetesV2, endpoint: endpointIgnored, resyncperiod: { status: 'removed', change: leftOut }, upstream: { status: 'removed', change: leftOut } } },
    'v8 without transfer': { options: { ...kubernetesOptions, ...known('kubeconfig'), endpoint: endpointIgnored, transfer: { status: 'removed', change: leftOut } } },
    v8: { options: { ...kubernetesOptions, ...known('kubeconfig'), endpoint: endpointIgnored } },
  },
  errors: { v1: {}, v2: { options: known('consolidate') }, v3: { options: known('consolidate', 'stacktrace') } },
  health: { v1: { options: known('lameduck') }, 'v1 with lameduck': { options: { lameduck: { status: 'newdefault', add: { name: 'lameduck 5s', args: [] } } } } },
  hosts: { v1: { options: known('ttl', 'no_reverse', 'reload', 'fallthrough'), patterns: [/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/, /[0-9A-Fa-f]{1,4}:[:0-9A-Fa-f]+:[0-9A-Fa-f]{1,4}/] } },
  rewrite: {
    v1: { options: known('type', 'class', 'name', 'answer name', 'edns0') },
    v2: { options: known('type', 'class', 'name', 'answer name', 'edns0', 'ttl') },
    v3: { options: known('type', 'class', 'name', 'answer name', 'edns0', 'ttl', 'cname_target') },
  },
  log: { v1: { options: known('class') } },
  cache: {
    v1: { options: known('success', 'denial', 'prefetch') },
    v2: { options: known('success', 'denial', 'prefetch', 'serve_stale') },
    v3: { options: known('success', 'denial', 'prefetch', 'serve_stale', 'disable', 'servfail') },
    v4: { options: known('success', 'denial', 'prefetch', 'serve_stale', 'disable', 'servfail', 'keepttl') },
  },
  forward: {
    v1: { options: forwardOptions },
    v2: { options: { ...forwardOptions, ...known('prefer_udp') } },
    v3: { options: forwardV3 },
    'v3 with max_concurrent': { options: { ...forwardV3, max_concurrent: { status: 'newdefault', add: { name: 'max_concurrent 1000', args: [] } } } },
    v4: { options: { ...forwardV3, ...known('next', 'fail_fast') } },
    v5: { options: { ...forwardV3, ...known('next', 'failfast_all_unhealthy_upstreams') } },
  },
  k8s_external: { v1: { options: known('apex', 'ttl') }, v2: { options: known('apex', 'ttl', 'fallthrough') } },
  proxy: {
    v1: { options: { ...known('policy', 'fail_timeout', 'max_fails', 'health_check', 'except', 'spray'), protocol: { status: 'ignored', change: withoutGoogle } } },
    v2: { options: { ...known('policy', 'fail_timeout', 'max_fails', 'health_check', 'except', 'spray'), protocol: { status: 'removed', change: withoutGoogle } } },
    deprecation: { status: 'deprecated', replacedBy: 'forward', renamed: 'forward', options: proxyOptions },
    removal: { status: 'removed', replacedBy: 'forward', renamed: 'forward', options: proxyOptions },
  },
  transfer: { v1: { options: known('to') } },
  ready: { v1: {}, added: { status: 'newdefault', addedTo: ['kubernetes'] } },
  loop: { v1: {}, added: { status: 'newdefault', addedTo: ['forward', 'proxy'] } },
  autopath: { v1: {} },
  prometheus: { v1: {} },
  reload: { v1: {} },
  loadbalance: { v1: {} },
} as const satisfies Readonly<Record<string, Readonly<Record<string, PluginRule>>>>;

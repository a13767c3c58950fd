import { enumerate, type Evidence } from '../../../analysis/index.js';
import { at, jsonOf, refOf, textAt, type ClusterView, type ConfigMap, type Pod, type Service } from '../../../cluster/index.js';
import { detectCni } from '../../../cni/index.js';
import { endpointPods, hasSelector, isHeadless } from '../../../service-networking/index.js';
import type { Rule } from '../../rule.js';
import { certainPlugin, consultedBeside } from '../cni/in-force.js';

export const hairpinRisk: Rule = {
  id: 'hairpin-risk',
  code: 'SVC-012',
  severity: 'warning',
  title: 'A pod cannot reach itself through its Service',
  checks:
    'A pod names, in a variable or argument, a Service of which it is an endpoint itself, and the configuration of its CNI plugin attaches pods to a bridge without hairpin mode. Quiet for headless Services, where the bridge is promiscuous, ' +
    'and where the configuration of the plugin is not in the snapshot, or pods are not on a bridge.',
  why: 'The bridge never sends a frame back out of the port on which it came: a call of the pod to its own Service hangs whenever the pod itself is chosen.',
  fix: 'Set `hairpinMode: true` in the bridge (or in flannel’s delegate) of the CNI configuration; pods get it when they start anew.',
  source: 'containernetworking plugins plugins/main/bridge/bridge.go v1.1.1, setupVeth: LinkSetHairpin; flannel-io/cni-plugin flannel_linux.go v1.6, which takes hairpinMode from the delegate alone',
  reads: ['Service', 'Pod'],
  consults: consultedBeside('Service', 'Pod', 'IPAMBlock', 'CiliumNode'),
  *check(view) {
    const services = view.objects('Service');
    const bridge = services.length === 0 ? undefined : bridgeWithoutHairpin(view);
    if (bridge === undefined) return;
    for (const service of services) {
      yield;
      if (!hasSelector(service) || isHeadless(service)) continue;
      const pods = endpointPods(view, service);
      const names = namesOf(service);
      const callers = pods.filter((pod) => pod.spec.hostNetwork !== true).flatMap((pod) => mentionOf(pod, names) ?? []);
      const [first] = callers;
      if (first === undefined) continue;
      const share = pods.length === 1 ? 'always' : `when it is chosen, one time in ${pods.length}`;
      yield {
        subject: refOf(service),
        detail: `${enumerate(callers.map(({ name }) => name), 3)} ${callers.length === 1 ? 'names' : 'name'} it (${first.mentioned} in ${first.field}) and ${callers.length === 1 ? 'is an endpoint' : 'are endpoints'} of it: such a call hangs ${share}.`,
        evidence: [...callers.slice(0, 3).map(({ evidence }) => evidence), bridge],
      };
    }
  },
};

/** The bridge that the plugin in force makes, where its configuration is told and has no hairpin mode. */
function bridgeWithoutHairpin(view: ClusterView): Evidence | undefined {
  const plugin = certainPlugin(detectCni(view));
  const names: Readonly<Record<string, string>> = { flannel: 'kube-flannel-cfg', 'kube-router': 'kube-router-cfg' };
  const wanted = plugin === undefined ? undefined : names[plugin.name];
  const configMap = wanted === undefined ? undefined : view.objects('ConfigMap').find(({ metadata }) => metadata.name === wanted);
  return configMap && unhairpinned(configMap);
}

function unhairpinned(configMap: ConfigMap): Evidence | undefined {
  const config = jsonOf(configMap.data['cni-conf.json']);
  const list = at(config, 'plugins');
  const plugins: readonly unknown[] = Array.isArray(list) ? list : [config];
  for (const [i, plugin] of plugins.entries()) {
    const type = textAt(plugin, 'type');
    const bridge = type === 'bridge' ? plugin : type === 'flannel' ? (at(plugin, 'delegate') ?? {}) : undefined;
    const delegated = textAt(bridge, 'type') ?? 'bridge';
    if (bridge === undefined || delegated !== 'bridge' || at(bridge, 'hairpinMode') === true || at(bridge, 'promiscMode') === true) continue;
    return { ...refOf(configMap), field: `data[cni-conf.json]: plugins[${i}]${type === 'flannel' ? '.delegate' : ''}.hairpinMode`, value: at(bridge, 'hairpinMode') ?? null };
  }
  return undefined;
}

/** How a pod may name the Service. */
function namesOf({ metadata, spec }: Service): (namespace: string, host: string) => boolean {
  const { name, namespace } = metadata;
  const full = `${name}.${namespace}`;
  return (from, host) => host === full || host.startsWith(`${full}.svc`) || (from === namespace && host === name) || (spec.clusterIPs ?? []).includes(host);
}

function mentionOf(pod: Pod, isName: (namespace: string, host: string) => boolean): { name: string; mentioned: string; field: string; evidence: Evidence } | undefined {
  for (const [i, { mentions = [] }] of pod.spec.containers.entries()) {
    for (const { field, hosts } of mentions) {
      const mentioned = hosts.find((host) => isName(pod.metadata.namespace, host));
      if (mentioned !== undefined) return { name: pod.metadata.name, mentioned, field, evidence: { ...refOf(pod), field: `spec.containers[${i}].${field}`, value: mentioned } };
    }
  }
  return undefined;
}

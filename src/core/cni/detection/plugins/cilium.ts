import { boolIn, countIn, refOf, type ConfigMap } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { statedRanges } from '../pod-ranges.js';
import { remains, type CniPlugin } from '../plugin.js';
import type { Addressing, Encapsulation, PodRange, Profile } from '../profile.js';
import { byDefault, configured, mapped, unknown, type Setting } from '../setting.js';
import type { Fingerprint, Presence, Signs } from '../signs.js';

const main = /^cilium-agent$/;
const daemon = 'cilium daemon/cmd/daemon_main.go v1.16.5';
const fingerprint: Fingerprint = {
  daemonSet: /^cilium$/,
  container: main,
  image: /(?:^|[/-])cilium$/,
  program: /^cilium-agent$/,
  // Google's build of it, which its own entry tells.
  not: ({ daemonSet }) => daemonSet.name === 'anetd',
  configMap: /^cilium-config$/,
  groups: ['cilium.io'],
  nodeAnnotations: ['io.cilium.network.', 'network.cilium.io/'],
  nodeReason: 'CiliumIsUp',
};

/** Cilium, of which ConfigMap cilium-config tells all: `ipam` says which of its other keys mean anything. */
export const cilium: CniPlugin = {
  name: 'cilium',
  title: 'Cilium',
  detect(signs) {
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    return presence === 'remains' ? remains(signs, fingerprint) : { found: 'plugin', profile: profileOf(signs, presence) };
  },
};

const noConfig = 'The snapshot does not hold ConfigMap cilium-config.';

function profileOf(signs: Signs, presence: Presence): Profile {
  const { agent, configMap } = presence;
  const setting = settingsOf(configMap);
  const ipam = setting('ipam', 'cluster-pool', daemon);
  const mode = ipam.known === 'no' ? undefined : ipam.value;
  const chaining = configMap?.data['cni-chaining-mode'] ?? 'none';
  const isChained = chaining !== '' && chaining !== 'none';
  return {
    role: isChained ? 'chained' : 'primary',
    certainty: presence.certainty,
    daemonSet: agent?.daemonSet ?? null,
    evidence: presence.evidence,
    version: versionOf(agent, main),
    ipam,
    addressing: isChained ? 'other' : addressingOf(mode),
    podRanges: rangesOf(signs, mode, configMap),
    encapsulation: encapsulationOf(configMap, setting),
    mtu: mtuOf(configMap),
    ...foldersOf(presence),
    kubeProxyReplacement: replacementOf(setting),
    networkPolicy: policyOf(setting),
  };
}

/** Reads a key, or takes what the agent does without it. */
type SettingOf = (key: string, fallback: string, source: string) => Setting<string>;

function settingsOf(configMap: ConfigMap | undefined): SettingOf {
  return (key, fallback, source) => {
    if (configMap === undefined) return unknown(noConfig);
    const value = configMap.data[key];
    return value === undefined || value === '' ? byDefault(fallback, source) : configured(value, { ...refOf(configMap), field: `data.${key}`, value });
  };
}

function addressingOf(mode: string | undefined): Addressing {
  if (mode === undefined) return 'unknown';
  if (mode === 'kubernetes') return 'node-cidrs';
  return mode === 'eni' || mode === 'azure' || mode === 'alibabacloud' || mode === 'delegated-plugin' ? 'cloud' : 'cilium-nodes';
}

function rangesOf(signs: Signs, mode: string | undefined, configMap: ConfigMap | undefined): PodRange[] {
  if (mode === 'multi-pool') {
    return signs.ciliumPools.flatMap((pool) =>
      (['ipv4', 'ipv6'] as const).flatMap((family) =>
        (pool.spec[family]?.cidrs ?? []).map((cidr): PodRange => ({ cidr, source: 'CiliumPodIPPool', nodePrefixLength: pool.spec[family]?.maskSize ?? null, isDefault: false, evidence: [{ ...refOf(pool), field: `spec.${family}.cidrs`, value: cidr }] })),
      ),
    );
  }
  if (configMap === undefined || mode === undefined || !mode.startsWith('cluster-pool')) return [];
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    if (boolIn(configMap.data[`enable-${family}`]) === false) return [];
    const key = `cluster-pool-${family}-cidr`;
    const value = configMap.data[key];
    const mask = countIn(configMap.data[`cluster-pool-${family}-mask-size`]) ?? (family === 'ipv4' ? 24 : 112);
    return value === undefined ? [] : statedRanges(value, key, { ...refOf(configMap), field: `data.${key}`, value }, mask);
  });
}

/** `tunnel` said both before 1.14; `routing-mode` and `tunnel-protocol` do since. */
function encapsulationOf(configMap: ConfigMap | undefined, setting: SettingOf): Setting<Encapsulation> {
  const told = (name: string): Encapsulation => (name === 'geneve' ? 'geneve' : name === 'vxlan' ? 'vxlan' : 'none');
  if (configMap?.data['tunnel'] !== undefined) return mapped(setting('tunnel', 'vxlan', daemon), told);
  const routing = setting('routing-mode', 'tunnel', 'cilium pkg/defaults/defaults.go v1.16.5: RoutingMode');
  if (routing.known === 'no' || routing.value === 'native') return mapped(routing, () => 'none');
  return mapped(setting('tunnel-protocol', 'vxlan', 'cilium pkg/defaults/defaults.go v1.16.5: TunnelProtocol'), told);
}

function mtuOf(configMap: ConfigMap | undefined): Setting<number> {
  const value = configMap?.data['mtu'];
  const mtu = countIn(value);
  if (configMap === undefined) return unknown(noConfig);
  return mtu === undefined ? unknown('Cilium takes it from the interface of each node, less what the encapsulation needs.') : configured(mtu, { ...refOf(configMap), field: 'data.mtu', value });
}

function replacementOf(setting: SettingOf): Setting<boolean> {
  const written = setting('kube-proxy-replacement', 'false', `${daemon}: kube-proxy-replacement`);
  if (written.known === 'no') return written;
  if (written.value === 'partial' || written.value === 'probe') return unknown(`kube-proxy-replacement is ${written.value}: Cilium replaces a part of kube-proxy.`);
  return mapped(written, (value) => value === 'strict' || boolIn(value) === true);
}

/** Source: cilium pkg/option/config.go v1.16.5, EnablePolicy and EnableK8sNetworkPolicy. */
function policyOf(setting: SettingOf): Setting<boolean> {
  const kubernetes = mapped(setting('enable-k8s-networkpolicy', 'true', 'cilium pkg/defaults/defaults.go v1.16.5: EnableK8sNetworkPolicy'), (value) => boolIn(value) !== false);
  if (kubernetes.known === 'no' || !kubernetes.value) return kubernetes;
  return mapped(setting('enable-policy', 'default', daemon), (value) => value !== 'never');
}

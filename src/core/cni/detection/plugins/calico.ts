import { boolIn, containersOf, countIn, refOf, variableOf, type Agent, type ConfigMap, type IPPool, type Installation } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { clusterPodRanges, statedRanges } from '../pod-ranges.js';
import { remains, type CniPlugin } from '../plugin.js';
import type { Encapsulation, PodRange, Profile } from '../profile.js';
import { byDefault, configured, mapped, unknown, type Setting } from '../setting.js';
import type { Fingerprint, Presence, Signs } from '../signs.js';

const startup = 'calico node/pkg/lifecycle/startup/startup.go v3.26.3';
const node = /^calico-node$/;

/** Calico where it gives pods their network, and where it only enforces policy. With flannel in one pod it is Canal. */
export const calico: CniPlugin = {
  name: 'calico',
  title: 'Calico',
  detect(signs) {
    const installations = signs.installations;
    const fingerprint: Fingerprint = {
      daemonSet: node,
      container: node,
      image: /(?:calico|projectcalico)[/-]node$/,
      not: holdsFlannel,
      configMap: /^calico-config$/,
      groups: ['crd.projectcalico.org'],
      nodeAnnotations: ['projectcalico.org/'],
      nodeReason: 'CalicoIsUp',
      podAnnotations: ['cni.projectcalico.org/'],
      states: installations,
    };
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    return presence === 'remains' ? remains(signs, fingerprint) : { found: 'plugin', profile: profileOf(signs, presence, installations[0]) };
  },
};

/** Whether an agent runs Calico and flannel in one pod. */
export function holdsFlannel(agent: Agent): boolean {
  return containersOf(agent).some(({ container: { name } }) => name === 'kube-flannel') && containersOf(agent).some(({ container: { name } }) => node.test(name));
}

function profileOf(signs: Signs, presence: Presence, installation: Installation | undefined): Profile {
  const { agent, configMap } = presence;
  const ipam = ipamOf(presence, installation);
  const isPolicyOnly = installation?.spec.cni?.type === undefined ? isWithoutCni(agent) : installation.spec.cni.type !== 'Calico';
  const usesNodeCidrs = ipam.known !== 'no' && ipam.value === 'host-local';
  const { podRanges, warnings } = isPolicyOnly ? { podRanges: [], warnings: [] } : rangesOf(signs, presence, installation, usesNodeCidrs);
  return {
    role: isPolicyOnly ? 'chained' : 'primary',
    certainty: presence.certainty,
    daemonSet: agent?.daemonSet ?? null,
    evidence: presence.evidence,
    version: versionOf(agent, node),
    ipam,
    addressing: isPolicyOnly ? 'other' : usesNodeCidrs ? 'node-cidrs' : ipam.known !== 'no' || signs.ipPools.length > 0 ? 'calico-blocks' : 'unknown',
    podRanges,
    encapsulation: isPolicyOnly ? unknown('Calico only enforces policy here.') : encapsulationOf(signs.ipPools, agent, installation),
    mtu: mtuOf(configMap, installation),
    ...foldersOf(presence),
    kubeProxyReplacement: bpfOf(signs, agent, installation),
    networkPolicy: byDefault(true, 'calico felix v3.26.3: policy is enforced in every mode'),
    warnings,
  };
}

/** The classic manifests for other plugins' networks run Felix without the container that installs the CNI plugin. */
function isWithoutCni(agent: Agent | undefined): boolean {
  return agent !== undefined && !containersOf(agent).some(({ container: { name } }) => name === 'install-cni') && variableOf(agent, node, 'CALICO_NETWORKING_BACKEND')?.value === 'none';
}

function ipamOf({ agent, configMap }: Presence, installation: Installation | undefined): Setting<string> {
  const byOperator = installation?.spec.cni?.ipam?.type;
  if (installation !== undefined && byOperator !== undefined) {
    const evidence = { ...refOf(installation), field: 'spec.cni.ipam.type', value: byOperator };
    return configured(byOperator === 'Calico' ? 'calico-ipam' : byOperator === 'HostLocal' ? 'host-local' : byOperator, evidence);
  }
  // The text has placeholders that make it no JSON before the installer has filled them in.
  const written = /"ipam"\s*:\s*\{[^}]*?"type"\s*:\s*"([^"]+)"/.exec(configMap?.data['cni_network_config'] ?? '')?.[1];
  if (configMap !== undefined && written !== undefined) return configured(written, { ...refOf(configMap), field: 'data.cni_network_config', value: `"ipam": {"type": "${written}"}` });
  const usesPodCidr = agent && variableOf(agent, node, 'USE_POD_CIDR');
  if (usesPodCidr !== undefined && boolIn(usesPodCidr.value) === true) return configured('host-local', usesPodCidr.evidence);
  return installation === undefined ? unknown('The snapshot does not hold ConfigMap calico-config.') : byDefault('calico-ipam', 'tigera/operator pkg/controller/installation v1.30: spec.cni.ipam.type is Calico');
}

function rangesOf(signs: Signs, { agent }: Presence, installation: Installation | undefined, usesNodeCidrs: boolean): { podRanges: PodRange[]; warnings: string[] } {
  const pools = signs.ipPools;
  if (pools.length > 0) return { podRanges: pools.flatMap(rangeOfPool), warnings: [] };
  if (usesNodeCidrs) return { podRanges: [], warnings: [] };
  const asked = (installation?.spec.calicoNetwork?.ipPools ?? []).flatMap((pool, i): PodRange[] =>
    installation === undefined || pool.cidr === undefined
      ? []
      : [{ cidr: pool.cidr, source: 'Installation', nodePrefixLength: pool.blockSize ?? blockSizeOf(pool.cidr), isDefault: false, evidence: [{ ...refOf(installation), field: `spec.calicoNetwork.ipPools[${i}].cidr`, value: pool.cidr }] }],
  );
  if (asked.length > 0 || signs.view.covers('IPPool')) return { podRanges: asked, warnings: [] };
  if (agent === undefined) return { podRanges: [], warnings: [] };
  if (boolIn(variableOf(agent, node, 'NO_DEFAULT_POOLS')?.value.toLowerCase()) === true) return { podRanges: [], warnings: [] };
  const variables = ['CALICO_IPV4POOL_CIDR', 'CALICO_IPV6POOL_CIDR'].flatMap((name) => {
    const found = variableOf(agent, node, name);
    return found === undefined ? [] : statedRanges(found.value, name, found.evidence).map((range) => ({ ...range, nodePrefixLength: blockSizeOf(range.cidr) }));
  });
  const first = 'The snapshot holds no IPPool: the ranges are those that calico-node makes when it first starts.';
  if (variables.length > 0) return { podRanges: variables, warnings: [first] };
  const kubeadm = clusterPodRanges(signs.view).filter(({ source }) => source === 'kubeadm-config');
  if (kubeadm.length > 0) return { podRanges: kubeadm.map((range) => ({ ...range, nodePrefixLength: blockSizeOf(range.cidr) })), warnings: [first] };
  if (!signs.view.covers('ConfigMap')) return { podRanges: [], warnings: ['The snapshot holds neither an IPPool nor ConfigMap kubeadm-config, of which calico-node makes its pool when it first starts.'] };
  const fallback: PodRange = { cidr: '192.168.0.0/16', source: `default: ${startup}`, nodePrefixLength: 26, isDefault: true, evidence: [] };
  return { podRanges: [fallback], warnings: [`${first} Where 192.168.0.0/16 overlaps an interface of the node it takes another private range.`] };
}

function rangeOfPool(pool: IPPool): PodRange[] {
  const { cidr, blockSize, disabled } = pool.spec;
  if (cidr === undefined) return [];
  return [{ cidr, source: disabled === true ? 'IPPool (disabled)' : 'IPPool', nodePrefixLength: blockSize ?? blockSizeOf(cidr), isDefault: false, evidence: [{ ...refOf(pool), field: 'spec.cidr', value: cidr }] }];
}

function blockSizeOf(cidr: string): number {
  return cidr.includes(':') ? 122 : 26;
}

function encapsulationOf(pools: readonly IPPool[], agent: Agent | undefined, installation: Installation | undefined): Setting<Encapsulation> {
  const enabled = pools.filter(({ spec }) => spec.disabled !== true);
  if (enabled.length > 0) {
    const modes = enabled.map(({ spec }) => modeOf(spec.ipipMode, spec.vxlanMode));
    const [first] = enabled;
    if (first === undefined || new Set(modes).size > 1) return unknown(`Its pools differ: ${[...new Set(modes)].join(', ')}.`);
    return configured(modes[0] ?? 'none', { ...refOf(first), field: 'spec', value: { ipipMode: first.spec.ipipMode, vxlanMode: first.spec.vxlanMode } });
  }
  const asked = installation?.spec.calicoNetwork?.ipPools?.[0]?.encapsulation;
  const known = asked === undefined ? undefined : byOperator[asked];
  if (installation !== undefined && known !== undefined) return configured(known, { ...refOf(installation), field: 'spec.calicoNetwork.ipPools[0].encapsulation', value: asked });
  const ipip = agent && variableOf(agent, node, 'CALICO_IPV4POOL_IPIP');
  const vxlan = agent && variableOf(agent, node, 'CALICO_IPV4POOL_VXLAN');
  if (ipip === undefined && vxlan === undefined) return unknown('The snapshot holds no IPPool, and calico-node is not told a mode.');
  return configured(modeOf(ipip?.value ?? 'Never', vxlan?.value ?? 'Never'), ...[ipip, vxlan].flatMap((found) => found?.evidence ?? []));
}

const byOperator: Readonly<Record<string, Encapsulation>> = { IPIP: 'ipip', VXLAN: 'vxlan', IPIPCrossSubnet: 'ipip-cross-subnet', VXLANCrossSubnet: 'vxlan-cross-subnet', None: 'none' };

function modeOf(ipip: string, vxlan: string): Encapsulation {
  const told = (mode: string, name: 'ipip' | 'vxlan'): Encapsulation | undefined => (/^always$/i.test(mode) ? name : /^cross-?subnet$/i.test(mode) ? `${name}-cross-subnet` : undefined);
  return told(ipip, 'ipip') ?? told(vxlan, 'vxlan') ?? 'none';
}

function mtuOf(configMap: ConfigMap | undefined, installation: Installation | undefined): Setting<number> {
  const byInstallation = installation?.spec.calicoNetwork?.mtu;
  if (installation !== undefined && byInstallation !== undefined && byInstallation > 0) return configured(byInstallation, { ...refOf(installation), field: 'spec.calicoNetwork.mtu', value: byInstallation });
  const written = configMap?.data['veth_mtu'];
  const mtu = countIn(written);
  if (configMap !== undefined && mtu !== undefined) return configured(mtu, { ...refOf(configMap), field: 'data.veth_mtu', value: written });
  return unknown('Calico takes it from the interface of each node, less what the encapsulation needs.');
}

/** Felix takes a variable before a FelixConfiguration. Source: calico felix/config/config_params.go v3.26.3, Source. */
function bpfOf(signs: Signs, agent: Agent | undefined, installation: Installation | undefined): Setting<boolean> {
  const variable = agent && variableOf(agent, node, 'FELIX_BPFENABLED');
  const byVariable = boolIn(variable?.value);
  if (variable !== undefined && byVariable !== undefined) return configured(byVariable, variable.evidence);
  const dataplane = installation?.spec.calicoNetwork?.linuxDataplane;
  if (installation !== undefined && dataplane !== undefined) return mapped(configured(dataplane, { ...refOf(installation), field: 'spec.calicoNetwork.linuxDataplane', value: dataplane }), (name) => name === 'BPF');
  const { felix } = signs;
  if (felix?.spec.bpfEnabled !== undefined) return configured(felix.spec.bpfEnabled, { ...refOf(felix), field: 'spec.bpfEnabled', value: felix.spec.bpfEnabled });
  if (!signs.view.covers('FelixConfiguration') && agent === undefined) return unknown('The snapshot holds neither the agent nor a FelixConfiguration.');
  return byDefault(false, 'calico felix/config/config_params.go v3.26.3: BPFEnabled');
}

import { at, countAt, refOf, textAt, yamlOf } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { remains, type CniPlugin } from '../plugin.js';
import type { Encapsulation } from '../profile.js';
import { byDefault, configured, mapped, unknown, type Setting } from '../setting.js';
import type { Fingerprint } from '../signs.js';

const main = /^antrea-agent$/;
const source = 'antrea pkg/config/agent/config.go 002fcebd';
const fingerprint: Fingerprint = {
  daemonSet: main,
  container: main,
  image: /antrea-agent(?:-ubuntu|-ubi)?$|antrea-(?:ubuntu|ubi)$/,
  program: main,
  configMap: /^antrea-config/,
  groups: ['crd.antrea.io'],
  nodeAnnotations: ['node.antrea.io/'],
};

/** Antrea, of which antrea-agent.conf tells all. With trafficEncapMode networkPolicyOnly another plugin gives pods their network. */
export const antrea: CniPlugin = {
  name: 'antrea',
  title: 'Antrea',
  detect(signs) {
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    const { agent, configMap } = presence;
    const config = yamlOf(configMap?.data['antrea-agent.conf']);
    const setting = <T>(read: (config: unknown) => T | undefined, field: string, otherwise: T): Setting<T> => {
      if (configMap === undefined || config === undefined) return unknown('The snapshot does not hold antrea-agent.conf of ConfigMap antrea-config.');
      const value = read(config);
      return value === undefined ? byDefault(otherwise, source) : configured(value, { ...refOf(configMap), field: `data[antrea-agent.conf]: ${field}`, value });
    };
    const text = (otherwise: string, ...path: string[]) => setting((within) => textAt(within, ...path), path.join('.'), otherwise);
    const flag = (otherwise: boolean, ...path: string[]) => setting((within) => boolOf(at(within, ...path)), path.join('.'), otherwise);
    const mode = text('encap', 'trafficEncapMode');
    const isPolicyOnly = mode.known !== 'no' && mode.value === 'networkPolicyOnly';
    const mtu = countAt(config, 'defaultMTU');
    return {
      found: 'plugin',
      profile: {
        role: isPolicyOnly ? 'chained' : 'primary',
        certainty: presence.certainty,
        daemonSet: agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(agent, main),
        ipam: isPolicyOnly ? unknown('The plugin before it in the chain gives out addresses.') : mapped(flag(false, 'enableBridgingMode'), (bridging) => (bridging ? 'antrea-ipam' : 'host-local')),
        addressing: isPolicyOnly ? 'other' : mode.known === 'no' ? 'unknown' : 'node-cidrs',
        podRanges: [],
        encapsulation: encapsulationOf(mode, text('geneve', 'tunnelType'), text('none', 'trafficEncryptionMode')),
        mtu: configMap !== undefined && mtu !== undefined ? configured(mtu, { ...refOf(configMap), field: 'data[antrea-agent.conf]: defaultMTU', value: mtu }) : unknown('Antrea takes it from the interface of each node, less what the encapsulation needs.'),
        ...foldersOf(presence),
        kubeProxyReplacement: flag(false, 'antreaProxy', 'proxyAll'),
        networkPolicy: byDefault(true, 'antrea docs/antrea-network-policy.md v1.13'),
      },
    };
  },
};

function boolOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function encapsulationOf(mode: Setting<string>, tunnel: Setting<string>, encryption: Setting<string>): Setting<Encapsulation> {
  if (mode.known === 'no' || tunnel.known === 'no') return mode.known === 'no' ? mode : mapped(tunnel, () => 'none');
  if (mode.value === 'noEncap' || mode.value === 'networkPolicyOnly') return mapped(mode, () => 'none');
  if (encryption.known !== 'no' && (encryption.value === 'wireguard' || encryption.value === 'ipsec')) return mapped(encryption, (value) => (value === 'ipsec' ? 'ipsec' : 'wireguard'));
  return mapped(tunnel, (type): Encapsulation => {
    const known = type === 'vxlan' ? 'vxlan' : type === 'gre' ? 'gre' : 'geneve';
    return mode.value === 'hybrid' ? `${known}-cross-subnet` : known;
  });
}

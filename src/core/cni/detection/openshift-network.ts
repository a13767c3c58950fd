import { refOf, type Network } from '../../cluster/index.js';
import type { PodRange } from './profile.js';
import { configured, type Setting } from './setting.js';
import type { Signs } from './signs.js';

/** OpenShift's Network `cluster`, where it names this type of network. */
export function openShiftNetwork(signs: Signs, type: RegExp): Network | undefined {
  return signs.view.objects('Network').find(({ status, spec }) => type.test(status?.networkType ?? spec.networkType ?? ''));
}

export function rangesOfNetwork(network: Network | undefined): PodRange[] {
  if (network === undefined) return [];
  const [field, networks] = network.status?.clusterNetwork === undefined ? ['spec.clusterNetwork', network.spec.clusterNetwork ?? []] : ['status.clusterNetwork', network.status.clusterNetwork];
  return networks.map(({ cidr, hostPrefix }, i) => ({ cidr, source: 'Network', nodePrefixLength: hostPrefix ?? null, isDefault: false, evidence: [{ ...refOf(network), field: `${field}[${i}].cidr`, value: cidr }] }));
}

export function mtuOfNetwork(network: Network | undefined): Setting<number> | undefined {
  const mtu = network?.status?.clusterNetworkMTU;
  return network === undefined || mtu === undefined || mtu <= 0 ? undefined : configured(mtu, { ...refOf(network), field: 'status.clusterNetworkMTU', value: mtu });
}

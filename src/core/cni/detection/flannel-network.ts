import { at, countAt, jsonOf, refOf, textAt } from '../../cluster/index.js';
import { statedRanges } from './pod-ranges.js';
import type { Encapsulation, PodRange } from './profile.js';
import { byDefault, configured, mapped, unknown, type Setting } from './setting.js';
import type { Presence, Signs } from './signs.js';

const types: Readonly<Record<string, Encapsulation>> = {
  vxlan: 'vxlan',
  'host-gw': 'none',
  wireguard: 'wireguard',
  udp: 'udp',
  ipip: 'ipip',
  ipsec: 'ipsec',
  extension: 'extension',
  alloc: 'none',
};

/** What flannel's net-conf.json says, and where that is not there, its annotations on the nodes. Source: flannel pkg/subnet/config.go v0.26.1. */
export function flannelNetwork(signs: Signs, { configMap }: Presence): { podRanges: PodRange[]; encapsulation: Setting<Encapsulation>; mtu: Setting<number> } {
  const written = configMap?.data['net-conf.json'];
  const config = jsonOf(written);
  const where = configMap && { ...refOf(configMap), field: 'data[net-conf.json]' };
  const ranges = (key: string): PodRange[] => {
    const cidr = textAt(config, key);
    return where === undefined || cidr === undefined ? [] : statedRanges(cidr, 'net-conf.json', { ...where, value: { [key]: cidr } });
  };
  const mtu = countAt(config, 'Backend', 'MTU');
  return {
    podRanges: [...(at(config, 'EnableIPv4') === false ? [] : ranges('Network')), ...(at(config, 'EnableIPv6') === true ? ranges('IPv6Network') : [])],
    encapsulation: where === undefined || config === undefined ? ofAnnotation(signs) : mapped(ofConfig(config, where), (type) => encapsulationOf(type, at(config, 'Backend', 'DirectRouting') === true)),
    mtu: where === undefined || mtu === undefined ? unknown('flannel takes it from the interface of each node, less what the backend needs.') : configured(mtu, { ...where, value: { Backend: { MTU: mtu } } }),
  };
}

function ofConfig(config: unknown, where: Parameters<typeof configured>[1]): Setting<string> {
  const type = textAt(config, 'Backend', 'Type');
  if (where === undefined || at(config, 'Backend') === undefined) return byDefault('udp', 'flannel pkg/subnet/config.go v0.26.1: parseBackendType');
  if (type === undefined) return unknown('The Backend of net-conf.json has no Type, which flannel refuses.');
  return configured(type, { ...where, value: { Backend: { Type: type } } });
}

function ofAnnotation(signs: Signs): Setting<Encapsulation> {
  const mark = signs.nodeWith('flannel.alpha.coreos.com/backend-type');
  const type = mark?.node.metadata.annotations?.[mark.key];
  if (mark === undefined || type === undefined) return unknown('The snapshot holds neither net-conf.json nor flannel’s annotations on nodes.');
  return configured(encapsulationOf(type, false), { ...refOf(mark.node), field: `metadata.annotations[${mark.key}]`, value: type });
}

function encapsulationOf(type: string, directRouting: boolean): Encapsulation {
  const known = types[type] ?? 'extension';
  return directRouting && (known === 'vxlan' || known === 'ipip') ? `${known}-cross-subnet` : known;
}

import type { Service } from '../../cluster/index.js';
import { formatAddress, parseAddress } from '../../ip/index.js';
import { isIPv4Text, parseIp } from '../go/net.js';
import { addressesOf, endpointLabel, failAtEndpoints, isExposed, isSelected, type Lookup } from './find.js';

/** The names of an address, or that they cannot be told. */
export type ReverseNames = { readonly names: readonly string[] } | { readonly unknown: string };

/**
 * The address that a reverse name means; undefined for one that is too short or too long.
 *
 * Source: coredns 1.14.7 plugin/pkg/dnsutil/reverse.go ExtractAddressFromReverse.
 */
export function addressOfReverse(name: string): string | undefined {
  const v4 = '.in-addr.arpa.';
  const v6 = '.ip6.arpa.';
  if (name.endsWith(v4)) {
    const text = name.slice(0, -v4.length).split('.').reverse().join('.');
    return isIPv4Text(text) ? text : undefined;
  }
  if (!name.endsWith(v6)) return undefined;
  const nibbles = name.slice(0, -v6.length).split('.').reverse();
  const groups = Array.from({ length: Math.floor(nibbles.length / 4) }, (_, i) => nibbles.slice(4 * i, 4 * i + 4).join(''));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  const text = groups.join(':');
  return parseIp(text) === undefined ? undefined : formatAddress(parseAddress(text));
}

/** The Services that have an address: as a cluster IP, of which older releases look at the first alone, or until 1.9.4 from outside. */
function servicesOf(ip: string, { config, objects }: Pick<Lookup, 'config' | 'objects'>): readonly Service[] {
  const own = objects.servicesByIP(ip).filter(({ metadata }) => {
    const service = objects.service(metadata.namespace, metadata.name);
    return service !== undefined && addressesOf(service, config).includes(ip);
  });
  return config.version.atLeast('1.9.4') ? own : [...own, ...objects.servicesByExternalIP(ip)];
}

/**
 * The names that PTR records give an address: the Service that has it, or else each ready endpoint. `namespace_labels` is not applied.
 *
 * Source: coredns 1.14.7 plugin/kubernetes/reverse.go serviceRecordForIP; for 1.11.4 to 1.12.0, notes/coredns-1.12.1.md.
 */
export function namesOfAddress(ip: string, { config, objects }: Pick<Lookup, 'config' | 'objects'>): ReverseNames {
  const isServed = (namespace: string): boolean => config.namespaces.size === 0 || isExposed(namespace, { config, objects }) === true;
  for (const { metadata } of servicesOf(ip, { config, objects })) {
    if (isServed(metadata.namespace) && isSelected(config.labels, metadata.labels)) return { names: [`${metadata.name}.${metadata.namespace}.svc.${config.primaryZone}`] };
  }
  if (!objects.view.covers('Service')) return { unknown: 'not all Services are in the snapshot, and one of them may have this address' };
  failAtEndpoints(config);
  if (!config.readsEndpoints) return { names: [] };
  const needsHostname = config.version.atLeast('1.11.4') && !config.version.atLeast('1.12.1');
  const names = objects
    .endpointsByIP(ip)
    .filter(({ namespace, source }) => isServed(namespace) && isSelected(config.labels, source.metadata.labels))
    .flatMap(({ addresses, service, namespace }) =>
      addresses
        .filter((address) => address.ip === ip && (!needsHostname || address.hostname !== ''))
        .map((address) => `${endpointLabel(address, config)}.${service}.${namespace}.svc.${config.primaryZone}`),
    );
  if (names.length === 0 && !objects.view.covers('EndpointSlice') && !objects.view.covers('Endpoints')) return { unknown: 'not all endpoints are in the snapshot, and one of them may have this address' };
  return { names: [...new Set(names)] };
}

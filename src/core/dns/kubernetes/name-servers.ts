import type { ResourceRecord } from '../message.js';
import { hostType } from './answer.js';
import { endpointLabel, endpointsOf, failAtEndpoints, type Lookup } from './find.js';

/** The label pair under which the plugin's own addresses stand. */
export const defaultNsName = 'ns.dns.';

/**
 * The addresses of this server as the zone's NS records name them: those of the Services whose endpoints it is, or its own.
 *
 * Source: coredns 1.14.7 plugin/kubernetes/ns.go nsAddrs.
 *
 * @param addresses of the server itself
 */
export function nsAddresses(addresses: readonly string[], { config, objects, zone }: Lookup): readonly ResourceRecord[] {
  const found: { readonly name: string; readonly ip: string }[] = [];
  let isEndpoint = false;
  for (const own of addresses) {
    failAtEndpoints(config);
    for (const endpoints of config.readsEndpoints ? objects.endpointsByIP(own) : []) {
      isEndpoint = true;
      const service = objects.service(endpoints.namespace, endpoints.service);
      if (service === undefined) continue;
      const name = `${endpoints.service}.${endpoints.namespace}.svc.${zone}`;
      if (service.isHeadless) {
        const [slice = endpoints] = endpointsOf(service, { config, objects }).filter(({ source }) => source === endpoints.source);
        found.push(...slice.addresses.map((address) => ({ name: `${endpointLabel(address, config)}.${name}`, ip: address.ip })));
      } else found.push(...service.clusterIPs.map((ip) => ({ name, ip })));
    }
  }
  const named = isEndpoint ? found : addresses.map((ip) => ({ name: `${defaultNsName}${zone}`, ip }));
  return named.map(({ name, ip }) => ({ name, ttl: config.ttl, ...hostType(ip) }));
}

/** A server knows no such address of its own. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** Whether a name, in lower case, is that of the plugin's own addresses. A zone in upper case is not looked through. Source: as above, isDefaultNS. */
export function isDefaultNs(name: string, zone: string): boolean {
  return name.startsWith(defaultNsName) && name.indexOf(zone) === defaultNsName.length;
}

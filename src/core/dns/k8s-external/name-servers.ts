import { hostType } from '../kubernetes/answer.js';
import { failAtEndpoints } from '../kubernetes/find.js';
import { isLoopback } from '../kubernetes/name-servers.js';
import { externalAddresses } from '../kubernetes/objects.js';
import type { ExternalLookup } from './find.js';

/** An address of the server as it is reached from outside. */
export interface ServerAddress {
  readonly type: 'A' | 'AAAA';
  readonly data: string;
}

/**
 * Where the server itself is reached from outside: at the external addresses of the Services whose endpoints it is, with `headless` at those endpoints; without any such endpoint, at its own addresses.
 *
 * Source: coredns 1.14.7 plugin/kubernetes/ns.go nsAddrs
 *
 * @param own the addresses of the server; [] where they are not known
 */
export function serverAddresses(own: readonly string[], lookup: ExternalLookup): { readonly addresses: readonly ServerAddress[] } | { readonly unknown: string } {
  if (own.length === 0) return { unknown: 'the addresses of the server itself are not in the snapshot, and those of its name server are found by them' };
  const { config, objects, headless } = lookup;
  const local = own.filter((address) => !isLoopback(address));
  if (local.length > 0) failAtEndpoints(config);
  const endpoints = config.readsEndpoints ? local.flatMap((address) => objects.endpointsByIP(address)) : [];
  const hosts = endpoints.flatMap(({ namespace, service: name, addresses }) => {
    const service = objects.service(namespace, name);
    if (service === undefined) return [];
    return headless && service.isHeadless ? addresses.map(({ ip }) => ip) : externalAddresses(service.source);
  });
  return { addresses: (endpoints.length === 0 ? local : hosts).map(hostType).filter((host): host is ServerAddress => host.type !== 'CNAME') };
}

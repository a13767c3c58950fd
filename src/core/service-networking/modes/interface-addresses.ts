import { readGoAddress } from '../go-address.js';
import type { NodeProxy } from '../node-proxy.js';

/**
 * The addresses of a node that its interfaces have, as far as its status tells: an ExternalIP is one of a router in front of the node in most clouds, and is left
 * out where the node has others.
 */
export function interfaceAddresses({ view, place, addresses }: NodeProxy): readonly string[] {
  const told = view.get('Node', '', place.nodeName)?.status?.addresses ?? [];
  const ofType = (wanted: string) => new Set(told.filter(({ type }) => type === wanted).flatMap(({ address }) => readGoAddress(address)?.text ?? []));
  const internal = ofType('InternalIP');
  const external = ofType('ExternalIP');
  const own = addresses.filter((address) => internal.has(address) || !external.has(address));
  return own.length === 0 ? addresses : own;
}

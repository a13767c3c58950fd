import { sha256 } from '../../../hash.js';
import type { ServiceEndpoint } from '../../endpoints.js';
import type { ServicePort } from '../../service-ports.js';

/** The chains of a port of a Service. Which of them there are depends on its endpoints and policies. */
export interface ServicePortNames {
  readonly cluster: string;
  readonly local: string;
  readonly external: string;
  readonly firewall: string;
}

/** Source: pkg/proxy/nftables/proxier.go v1.37.2, servicePortChainNameBase. */
export function servicePortNames(port: ServicePort): ServicePortNames {
  const base = hashAndTruncate(baseOf(port));
  return { cluster: `service-${base}`, local: `local-${base}`, external: `external-${base}`, firewall: `firewall-${base}` };
}

/** The chain of an endpoint, and the set of the clients that session affinity holds to it. Source: pkg/proxy/nftables/proxier.go v1.37.2, servicePortEndpointChainNameBase. */
export function endpointNames(port: ServicePort, { ip, port: number }: ServiceEndpoint): { readonly chain: string; readonly affinitySet: string } {
  const base = hashAndTruncate(`${baseOf(port)}__${ip.replaceAll(':', '.')}/${number}`);
  return { chain: `endpoint-${base}`, affinitySet: `affinity-${base}` };
}

function baseOf({ service, protocol, portName }: ServicePort): string {
  return `${service.metadata.namespace}/${service.metadata.name}/${protocol.toLowerCase()}/${portName}`;
}

/** Longest name in nftables, less room for the longest prefix. */
const longestBase = 240;

/** Source: pkg/proxy/nftables/proxier.go v1.37.2, hashAndTruncate. */
function hashAndTruncate(name: string): string {
  const whole = `${firstOfBase32(sha256(name))}-${name}`;
  return whole.length > longestBase ? `${whole.slice(0, longestBase - 3)}...` : whole;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The first 8 characters of the Base32 (RFC 4648 section 6) of bytes that are given in hex: 40 bits. */
function firstOfBase32(hex: string): string {
  let rest = Number.parseInt(hex.slice(0, 10), 16);
  let text = '';
  for (let i = 0; i < 8; i++) {
    text = `${alphabet[rest % 32] ?? ''}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
}

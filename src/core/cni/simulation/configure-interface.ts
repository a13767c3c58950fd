import { formatAddress } from '../../ip/index.js';
import { formatIpNet, networkOf, sameIp, type IpNet } from '../config/go-net.js';
import type { Namespace } from './machine.js';
import { fail, type Invocation } from './plugin.js';
import type { AttachmentResult, ResultIp, ResultRoute } from './result.js';

/**
 * Gives the interface of the container its addresses and routes.
 *
 * @throws PluginFailure for a route that the kernel refuses
 * Source: containernetworking/plugins v1.10.0 pkg/ipam/ipam_linux.go, ConfigureIface
 */
export function configureInterface({ machine, ifName }: Invocation, { ips, routes }: AttachmentResult): void {
  const { container } = machine;
  const link = container.links.get(ifName);
  if (link === undefined) return fail(`failed to lookup "${ifName}": Link not found`);
  for (const { address } of ips) container.addAddress(ifName, address);
  container.setUp(link);
  for (const route of routes) addRoute(container, ifName, ips, route);
}

function addRoute(container: Namespace, dev: string, ips: readonly ResultIp[], { dst, gw, priority = 0, scope, table, printedMask }: ResultRoute): void {
  const { family } = dst.address;
  const via = gw ?? ips.find(({ gateway, address }) => address.address.family === family && gateway !== undefined)?.gateway;
  const refusal = container.addRoute({
    dst,
    dev,
    ...(via !== undefined && { via }),
    ...(scope === undefined || scope === 0 ? via === undefined && family === 4 ? { scope: 'global' as const } : {} : { scope }),
    ...(priority !== 0 && { metric: priority }),
    ...(table !== undefined && table !== 254 && { table }),
  });
  if (refusal === undefined) return;
  const scopes: Readonly<Record<number, string>> = { 0: 'universe', 200: 'site', 253: 'link', 254: 'host', 255: 'nowhere' };
  fail(`failed to add route '${goIpNet(dst, printedMask)} via ${via === undefined ? '<nil>' : formatAddress(via)} dev ${dev} metric ${priority} (Scope: ${scopes[scope ?? 0] ?? 'unknown'}, Table: ${table ?? 0})': ${refusal}`);
}

/** As Go prints a net.IPNet that is no pointer. */
function goIpNet({ address, prefixLength }: IpNet, printedMask?: string): string {
  const bits = address.family === 4 ? 32n : 128n;
  const mask = ((1n << bits) - 1n) ^ ((1n << (bits - BigInt(prefixLength))) - 1n);
  return `{${formatAddress(address)} ${printedMask ?? mask.toString(16).padStart(Number(bits) / 4, '0')}}`;
}

/**
 * Holds the container to the result, as CHECK does.
 *
 * @throws PluginFailure
 * Source: containernetworking/plugins v1.10.0 pkg/ip/utils_linux.go, ValidateExpectedInterfaceIPs and ValidateExpectedRoute
 */
export function checkInterface({ machine, ifName }: Invocation, { ips, routes }: AttachmentResult): void {
  const { container } = machine;
  const main = container.routes.filter(({ table }) => table === undefined);
  for (const { address, gateway } of ips) {
    if (!container.addresses.some(({ dev, net }) => dev === ifName && formatIpNet(net) === formatIpNet(address))) fail(`Failed to match addr ${formatIpNet(address)} on interface ${ifName}`);
    const block = { address: networkOf(address), prefixLength: address.prefixLength };
    if (!main.some(({ dst }) => dst.prefixLength === block.prefixLength && sameIp(networkOf(dst), block.address))) fail(`Failed to find Gateway ${gateway === undefined ? '<nil>' : formatAddress(gateway)} for interface ${ifName}`);
  }
  for (const route of routes) {
    const found = main.some(({ dst, via }) => dst.prefixLength === route.dst.prefixLength && sameIp(networkOf(dst), networkOf(route.dst)) && (route.gw === undefined || dst.prefixLength === 0 || (via !== undefined && sameIp(via, route.gw))));
    if (!found) fail(`Expected Route ${goRoute(route)} not found in routing table`);
  }
}

function goRoute({ dst, gw, mtu = 0, advmss = 0, priority = 0, table, scope }: ResultRoute): string {
  return `{Dst:{IP:${formatAddress(dst.address)} Mask:${goIpNet(dst).split(' ')[1]?.slice(0, -1)}} GW:${gw === undefined ? '<nil>' : formatAddress(gw)} MTU:${mtu} AdvMSS:${advmss} Priority:${priority} Table:${table ?? '<nil>'} Scope:${scope ?? '<nil>'}}`;
}

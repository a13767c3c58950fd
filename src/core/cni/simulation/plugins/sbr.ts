import { formatAddress } from '../../../ip/index.js';
import { containsIp, networkOf, parseIp, sameIp } from '../../config/go-net.js';
import { sbr, type SbrConfig } from '../../config/plugins/sbr.js';
import type { Namespace, Route } from '../machine.js';
import { fail, NotModelled, type SimulatedPlugin } from '../plugin.js';
import type { AttachmentResult, ResultIp } from '../result.js';

/** The first routing table that it may take. */
const firstTable = 100;

export const simulatedSbr: SimulatedPlugin<SbrConfig> = {
  plugin: sbr,
  add(config, invocation) {
    const { machine, ifName } = invocation;
    const { container } = machine;
    const result = invocation.prevResult as AttachmentResult;
    if (result.ips.length === 0) return fail(`No IP addresses supplied on interface: ${ifName}`);
    const own = result.ips.filter(({ interface: at }) => at === undefined || result.interfaces[at] === undefined || result.interfaces[at].name === ifName);
    if (config.table !== undefined) {
      for (const { address } of own) container.addIpRule({ from: address.address, table: config.table });
      return result;
    }
    if (config.addSourceHints) throw new NotModelled('sbr with addSourceHints');
    if (!container.links.has(ifName)) return fail(`Cannot find network interface ${ifName}: Link not found`);
    moveRoutes(container, ifName, own, config);
    return result;
  },
  check: () => undefined,
  del({ table }, { machine, ifName }) {
    for (const { net } of machine.container.addresses.filter(({ dev }) => dev === ifName)) machine.container.removeIpRules(net.address, table);
  },
};

/** The routes of the interface go from the main table into one for each address. */
function moveRoutes(container: Namespace, ifName: string, ips: readonly ResultIp[], { gateways = [] }: SbrConfig): void {
  const routes = container.routes.filter(({ dev, table }) => dev === ifName && table === undefined);
  const used = new Set([...container.routes.map(({ table }) => table), ...container.ipRules.map(({ table }) => table)]);
  let table = nextFree(used, firstTable);
  for (const { address, gateway } of ips) {
    const { family } = address.address;
    container.addIpRule({ from: address.address, table });
    const via = gateways.map(parseIp).find((each) => each?.family === family) ?? gateway;
    if (via !== undefined) {
      const refusal = container.addRoute({ dst: { address: { family, value: 0n }, prefixLength: 0, mapped: false }, via, dev: ifName, table });
      if (refusal !== undefined) fail(`Failed to add default route to ${formatAddress(via)}: ${refusal}`);
    }
    for (const route of routes) {
      const fits = (each: Route['via']) => each !== undefined && containsIp(address, each);
      if (fits(route.src) || fits(route.via) || (route.src === undefined && route.via === undefined)) replaceRoute(container, { ...route, table });
    }
    table = nextFree(used, table + 1);
  }
  for (const route of routes) container.removeRoute(route);
}

function replaceRoute(container: Namespace, route: Route): void {
  container.routes = container.routes.filter(
    (each) => each.table !== route.table || each.dst.prefixLength !== route.dst.prefixLength || !sameIp(networkOf(each.dst), networkOf(route.dst)) || (each.metric ?? 0) !== (route.metric ?? 0),
  );
  container.routes.push(route);
}

function nextFree(used: ReadonlySet<number | undefined>, from: number): number {
  let table = from;
  while (used.has(table)) table++;
  return table;
}

import { count } from '../../analysis/index.js';
import type { ReadoutFormat, Reading } from '../format.js';
import { linesOf, Problems } from '../lines.js';
import type { IpRoutes, Nexthop, Route } from './ip-route-model.js';
import { readRoutes } from './ip-route-read.js';

export type IpRouteReadout = Reading<'ip-route', IpRoutes>;

/** `ip route show`, of one table or of all, for IPv4 and IPv6, with `-details` and `-oneline`. */
export const ipRoute: ReadoutFormat<IpRouteReadout> = {
  id: 'ip-route',
  title: 'Routing table',
  command: 'ip route show table all; ip -6 route show table all',
  parse(text) {
    const problems = new Problems();
    const routes = readRoutes(linesOf(text), problems);
    if (routes.length === 0 && problems.all.length > 0) problems.refuse('the output of “ip route”');
    return { format: 'ip-route', parsed: { routes }, problems: problems.all };
  },
  summarize({ routes }) {
    const defaults = routes.filter(({ destination, type, table }) => destination === 'default' && type === 'unicast' && (table ?? 'main') === 'main');
    const hops = [...new Set(defaults.flatMap(({ nexthops }) => nexthops).map(formatNexthop))];
    return `${count(routes.length, 'route')}; ${hops.length === 0 ? 'no default route' : `default ${hops.join(', ')}`}`;
  },
  sections({ routes }) {
    return [{ title: 'Routes', noun: 'route', items: routes.map((route) => ({ text: [{ code: formatRoute(route) }] })) }];
  },
};

function formatRoute(route: Route): string {
  const words = [route.type === 'unicast' ? [] : [route.type], route.destination, route.nexthops.map(formatNexthop).join(', ')].flat();
  const named: readonly (readonly [string, string | number | undefined])[] = [
    ['table', route.table], ['proto', route.protocol], ['src', route.src], ['metric', route.metric], ['mtu', route.mtu],
  ];
  const values = named.flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]));
  return [...words, ...values, ...route.flags].filter((word) => word !== '').join(' ');
}

function formatNexthop({ via, dev, flags }: Nexthop): string {
  return [via === undefined ? [] : ['via', via], dev === undefined ? [] : ['dev', dev], flags].flat().join(' ');
}

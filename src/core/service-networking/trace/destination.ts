import { enumerate, nearest } from '../../analysis/index.js';
import type { ClusterView, Service } from '../../cluster/index.js';
import { readGoAddress, type IpFamily } from '../go-address.js';
import type { Protocol } from '../service-ports.js';
import type { TraceDestination, TraceQuestion } from './question.js';
import { nameOf, refused } from './source.js';

/** Who is called. */
export interface Callee {
  /** Undefined for a Service that has no address of the family. */
  readonly ip: string | undefined;
  readonly ipFamily: IpFamily;
  readonly port: number;
  readonly protocol: Protocol;
  /** Where it was named. */
  readonly service?: Service;
}

/**
 * @throws InputError `not-found` for a Service that is not there; `invalid-request` for what is no address or no port of the Service
 */
export function calleeOf(view: ClusterView, { to, ipFamily }: TraceQuestion): Callee {
  if ('service' in to) return namedCallee(view, to, ipFamily);
  const address = readGoAddress(to.ip);
  if (address === undefined) throw refused('invalid-request', `“${to.ip.slice(0, 100)}” is not an IP address; a Service is named with “service”.`, '/to/ip');
  if (!isPort(to.port)) throw refused('invalid-request', `${to.port} is not a port: 1 to 65535.`, '/to/port');
  return { ip: address.text, ipFamily: address.family, port: to.port, protocol: to.protocol ?? 'TCP' };
}

function namedCallee(view: ClusterView, to: Extract<TraceDestination, { service: string }>, asked: IpFamily | undefined): Callee {
  const service = requireService(view, to.service);
  const { clusterIP, clusterIPs = clusterIP === undefined ? [] : [clusterIP] } = service.spec;
  const addresses = clusterIPs.flatMap((each) => readGoAddress(each) ?? []);
  const ipFamily = asked ?? addresses[0]?.family ?? service.spec.ipFamilies?.[0] ?? 'IPv4';
  return { ip: addresses.find(({ family }) => family === ipFamily)?.text, ipFamily, ...portOf(service, to), service };
}

function requireService(view: ClusterView, name: string): Service {
  const [namespace = '', bare = '', ...rest] = name.split('/');
  if (namespace === '' || bare === '' || rest.length > 0) throw refused('invalid-request', `“${name.slice(0, 300)}” names no Service: write namespace/name, as in default/kubernetes.`, '/to/service');
  const found = view.get('Service', namespace, bare);
  if (found !== undefined) return found;
  const near = nearest(name, view.objects('Service').map(nameOf));
  throw refused('not-found', `There is no Service “${name}”${near.length > 0 ? `; near: ${near.join(', ')}` : ''}.`, '/to/service');
}

/** A number that no port has is asked for as it is; a name that none has is nothing that could be. */
function portOf({ spec: { ports }, metadata }: Service, to: Extract<TraceDestination, { service: string }>): { port: number; protocol: Protocol } {
  const asked = typeof to.port === 'string' && /^\d{1,5}$/.test(to.port) ? Number(to.port) : to.port;
  const fitting = ports.filter(({ port, name }) => (typeof asked === 'number' ? port === asked : name === asked));
  const [found] = [...fitting.filter(({ protocol }) => protocol === to.protocol), ...fitting];
  if (found !== undefined) return { port: found.port, protocol: to.protocol ?? found.protocol };
  if (typeof asked === 'number' && isPort(asked)) return { port: asked, protocol: to.protocol ?? 'TCP' };
  const known = enumerate(ports.map(({ name, port, protocol }) => (name === undefined ? `${port}/${protocol}` : `${name} (${port}/${protocol})`)), 10);
  throw refused('invalid-request', `Service ${nameOf({ metadata })} has no port “${String(to.port).slice(0, 100)}”; it has ${known === '' ? 'none' : known}.`, '/to/port');
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

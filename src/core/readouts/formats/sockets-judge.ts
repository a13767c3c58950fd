import { enumerate, count, type Section } from '../../analysis/index.js';
import { parseAddress, isAddress } from '../../ip/index.js';
import { serviceOf, portNames } from './node-services.js';
import type { Listener, Socket, SocketAddress, Sockets } from './sockets-model.js';

/** Parts what was read into those who wait and those who are connected, and tells of each of the former who it is. */
export function judgeSockets(sockets: readonly Socket[]): Sockets {
  const waits = ({ state, peer }: Socket) => state === 'listen' || (state === 'unconnected' && peer.port === null);
  return { listeners: sockets.filter(waits).map(judge), connections: sockets.filter((socket) => !waits(socket)) };
}

function judge(socket: Socket): Listener {
  const { protocol, local, processes } = socket;
  const reach = reachOf(local);
  const names = processes.map(({ name }) => name);
  const known = protocol === null || local.port === null ? undefined : serviceOf({ protocol, port: local.port, processes: names });
  return { ...socket, reach, service: known?.service ?? null, warning: warningOf(socket, reach, known) };
}

function warningOf({ protocol, local, processes }: Socket, reach: Listener['reach'], known: ReturnType<typeof serviceOf>): string | null {
  const holder = processes.length === 0 ? 'a process that is not printed' : enumerate([...new Set(processes.map(({ name }) => name))]);
  const port = `${protocol ?? 'port'} ${local.port ?? local.portName ?? '?'}`;
  if (known !== undefined && !known.isHeldByIts) return `${port} is known for ${known.service.component} (${known.service.purpose}), but ${holder} holds it${reach === 'all-addresses' ? ', on every address of the node' : ''}`;
  if (reach !== 'all-addresses') return null;
  if (known === undefined) return `${holder} listens on ${port} on every address of the node; nothing that a Kubernetes node is known to run does`;
  if (known.service.binds === 'loopback') return `${port} (${known.service.purpose}) is open on every address of the node; it is meant for the node itself`;
  if (known.service.purpose.startsWith('read-only')) return `${port} (${known.service.purpose}) tells whoever can reach the node about its pods`;
  return null;
}

function reachOf({ address, interface: bound }: SocketAddress): Listener['reach'] {
  if (bound === 'lo' || address === 'localhost' || address === 'ip6-localhost') return 'loopback';
  if (address === '*' || address === '0.0.0.0' || address === '::') return bound === undefined ? 'all-addresses' : 'one-address';
  if (!isAddress(address)) return 'one-address';
  const { family, value } = parseAddress(address);
  const isLoopback = family === 4 ? value >> 24n === 127n : value === 1n || value >> 24n === 0xffff_7fn;
  return isLoopback ? 'loopback' : 'one-address';
}

/**
 * An address with a port, parted at the last colon: `[::1]:53`, `:::10256`, `*:22`, `127.0.0.53%lo:domain`.
 * undefined where there is no colon.
 */
export function readSocketAddress(text: string): SocketAddress | undefined {
  const colon = text.lastIndexOf(':');
  if (colon <= 0) return undefined;
  const [, host = '', bracketed, plain = '', zone] = /^((?:\[([^\]]*)\]|([^%[\]]*))(?:%(.+))?)$/.exec(text.slice(0, colon)) ?? [];
  const address = bracketed ?? plain;
  if (host === '' || address === '') return undefined;
  const port = text.slice(colon + 1);
  const isNumber = /^\d{1,5}$/.test(port) && Number(port) < 65536;
  return {
    address,
    ...(zone === undefined ? {} : { interface: zone.replace(/^.*%/, '') }),
    port: isNumber ? Number(port) : Object.hasOwn(portNames, port) ? (portNames[port] ?? null) : null,
    ...(isNumber || port === '*' ? {} : { portName: port }),
  };
}

/** The family that an address is of; null for `*` and for names. */
export function familyOf(address: string): 4 | 6 | null {
  return isAddress(address) ? parseAddress(address).family : null;
}

export function summarizeSockets({ listeners, connections }: Sockets): string {
  const open = listeners.filter(({ warning }) => warning !== null);
  const told = open.length === 0 ? '' : `; ${count(open.length, 'listener')} to look at: ${enumerate([...new Set(open.map(nameOf))], 5)}`;
  return `${count(listeners.length, 'listener')}${connections.length === 0 ? '' : `, ${count(connections.length, 'connection')}`}${told}`;
}

export function sectionsOfSockets({ listeners, connections }: Sockets): readonly Section[] {
  const warned = listeners.flatMap(({ warning }) => (warning === null ? [] : [{ text: [warning] }]));
  return [
    { title: 'Listeners to look at', noun: 'listener', items: warned },
    { title: 'Listeners', noun: 'listener', items: listeners.map((socket) => ({ text: [{ code: formatListener(socket) }] })) },
    { title: 'Connections', noun: 'connection', items: connections.map((socket) => ({ text: [{ code: `${socket.protocol ?? '?'} ${socket.state} ${formatSide(socket.local)} ${formatSide(socket.peer)}` }] })) },
  ];
}

function nameOf({ protocol, local }: Socket): string {
  return `${protocol ?? 'port'} ${local.port ?? local.portName ?? '?'}`;
}

function formatListener({ protocol, local, processes, service }: Listener): string {
  const names = [...new Set(processes.map(({ name }) => name))].join(', ');
  const known = service === null ? '' : ` (${service.purpose})`;
  return `${protocol ?? '?'} ${formatSide(local)} ${names === '' ? '-' : names}${known}`;
}

function formatSide({ address, interface: bound, port, portName }: SocketAddress): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `${host}${bound === undefined ? '' : `%${bound}`}:${portName ?? port ?? '*'}`;
}

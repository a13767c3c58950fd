import { defaultDhcpSocket, dhcp, type DhcpConfig } from '../../config/plugins/dhcp.js';
import { NotModelled, type SimulatedPlugin } from '../plugin.js';

export const simulatedDhcp: SimulatedPlugin<DhcpConfig> = {
  plugin: dhcp,
  add: asksServer,
  check: asksServer,
  del: asksServer,
};

function asksServer({ ipam }: DhcpConfig): never {
  const socket = ipam?.daemonSocketPath === undefined || ipam.daemonSocketPath === '' ? defaultDhcpSocket : ipam.daemonSocketPath;
  throw new NotModelled(`dhcp asks its daemon at ${socket}, and that the DHCP servers of the network: their answer is not known`);
}

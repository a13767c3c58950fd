import { portIndexOf } from '../port-index.js';
import type { ServicePort } from '../service-ports.js';
import type { TraceSuggestion } from './answer.js';
import type { Stage } from './stage.js';

const most = 3;

/** Ports of Services that may be meant by a destination that none has: on the same address, by the port behind them, or with a node port nearby. */
export function suggestionsFor({ told: { proxy }, packet: { destination, protocol } }: Stage): readonly TraceSuggestion[] {
  const index = portIndexOf(proxy.view, proxy.ipFamily, proxy.behaviour);
  const here = index.at(destination.ip);
  if (here.length > 0) return here.map((port) => ({ port, slips: slipsOf(port, destination.port) })).sort((a, b) => a.slips - b.slips).slice(0, most).map(({ port }) => suggest(port, destination.ip, port.port, detailOf(port, destination.port)));
  if (destination.isOfNode) return nodePortsNear(index.ports, destination.ip, destination.port, protocol);
  return [];
}

function slipsOf({ port, service, nodePort }: ServicePort, asked: number): number {
  if (port === asked) return 0;
  if (nodePort === asked || service.spec.ports.some(({ port: own, targetPort }) => own === port && targetPort === asked)) return 1;
  return 2 + Math.abs(port - asked);
}

function detailOf({ port, protocol, service, nodePort }: ServicePort, asked: number): string {
  if (port === asked) return `the same port in ${protocol}`;
  if (service.spec.ports.some(({ port: own, targetPort }) => own === port && targetPort === asked)) return `${asked} is the port of its pods; the Service listens on ${port}`;
  return nodePort === asked ? `${asked} is its node port; on this address it is ${port}` : `port ${port} of the same address`;
}

function nodePortsNear(ports: readonly ServicePort[], ip: string, asked: number, protocol: string): readonly TraceSuggestion[] {
  const withNodePort = ports.filter(({ nodePort }) => nodePort !== 0);
  const meant = withNodePort.filter((port) => port.port === asked || port.nodePort === asked || Math.abs(port.nodePort - asked) <= 10);
  const distance = (port: ServicePort) => (port.nodePort === asked ? 0 : port.port === asked ? 1 : 2 + Math.abs(port.nodePort - asked) + (port.protocol === protocol ? 0 : 5));
  return meant.sort((a, b) => distance(a) - distance(b)).slice(0, most).map((port) => suggest(port, ip, port.nodePort, port.nodePort === asked ? `the same node port in ${port.protocol}` : port.port === asked ? `${asked} is its port; its node port is ${port.nodePort}` : 'a node port nearby'));
}

function suggest(port: ServicePort, ip: string, number: number, detail: string): TraceSuggestion {
  return { service: port.name, ip, port: number, protocol: port.protocol, detail };
}

import { originsOf } from '../corefile/zone-address.js';
import type { Controller, DnsPlugin } from '../plugin.js';
import { notSimulated } from '../setup-tools.js';

const fromArgs = (c: Controller): readonly string[] => originsOf(c.remainingArgs(), c.origins);
const fromBlock = (c: Controller): readonly string[] => originsOf([], c.origins);

/** Plugins whose records come from elsewhere, or by chance. Source: coredns 1.14.7, plugin/<name>/setup.go; `federation` and `reverse` of the releases that had them */
export const [dnssec, tsig, route53, azure, clouddns, auto, secondary, etcd, grpc, erratic, nomad, federation, reverse] = [
  notSimulated('dnssec', 'signatures of replies', fromArgs),
  notSimulated('tsig', 'signatures of queries', fromArgs),
  notSimulated('route53', 'records of Amazon Route 53', fromBlock),
  notSimulated('azure', 'records of Azure DNS', fromBlock),
  notSimulated('clouddns', 'records of Google Cloud DNS', fromBlock),
  notSimulated('auto', 'zone files of a directory', fromArgs),
  notSimulated('secondary', 'zones that are transferred from another server', fromArgs),
  notSimulated('etcd', 'records in etcd', fromArgs),
  notSimulated('grpc', 'what a server answers over gRPC', (c) => originsOf(c.remainingArgs().slice(0, 1), c.origins)),
  notSimulated('erratic', 'replies that fail by turns', fromBlock),
  notSimulated('nomad', 'records of Nomad', fromArgs),
  notSimulated('federation', 'names of a federation of clusters', fromBlock),
  notSimulated('reverse', 'names made of addresses', fromBlock),
] as const satisfies readonly DnsPlugin<readonly string[]>[];

import type { Evidence } from '../../../analysis/index.js';
import { refOf, type ClusterView, type KindName } from '../../../cluster/index.js';
import { clusterDnsOf, type ClusterDns } from '../../../dns/index.js';

/** The kinds by which the Corefile in force is found. Which of them it takes depends on what is there. */
export const corefileKinds = ['ConfigMap', 'Service', 'Pod', 'Deployment', 'DaemonSet', 'ReplicaSet'] as const satisfies readonly KindName[];

/** Those that a rule consults which asks for the Corefile, beside the ConfigMap that it reads. */
export const corefileConsults = corefileKinds.filter((kind) => kind !== 'ConfigMap');

/** The CoreDNS of the cluster with the Corefile that it runs with; undefined where there is none in the snapshot. */
export function corefileInForce(view: ClusterView): ClusterDns | undefined {
  const present = corefileKinds.filter((kind) => view.objects(kind).length > 0);
  if (!present.includes('ConfigMap')) return undefined;
  const dns = clusterDnsOf(view);
  return 'missing' in dns ? undefined : dns;
}

type Block = ClusterDns['loaded']['blocks'][number];

/** A server block of the Corefile in force. */
export interface BlockInForce {
  readonly dns: ClusterDns;
  readonly block: Block;
}

/** The server blocks of the Corefile in force, as far as it could be read; none where it is not in the snapshot. */
export function blocksInForce(view: ClusterView): readonly BlockInForce[] {
  const dns = corefileInForce(view);
  return dns === undefined ? [] : dns.loaded.blocks.map((block) => ({ dns, block }));
}

/** A line of the Corefile as evidence. */
export function corefileLine({ configMap }: ClusterDns, line: number | undefined): Evidence {
  const text = configMap.data['Corefile']?.split('\n')[(line ?? 1) - 1]?.trim();
  return { ...refOf(configMap), field: `data.Corefile${line === undefined ? '' : ` line ${line}`}`, ...(text !== undefined && line !== undefined && { value: text }) };
}

/** The line on which a plugin begins in a block. */
export function lineOf(block: Block, plugin: string, index = 0): number | undefined {
  return block.source.directives.filter(({ name }) => name === plugin)[index]?.tokens[0]?.line;
}

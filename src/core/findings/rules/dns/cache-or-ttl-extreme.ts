import { refOf } from '../../../cluster/index.js';
import { kubernetesConfigOf } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { blocksInForce, corefileConsults, corefileLine, lineOf } from './corefile-in-force.js';

/** Seconds for which a client may go on asking pods that are gone. */
const longest = 120;

export const cacheOrTtlExtreme: Rule = {
  id: 'cache-or-ttl-extreme',
  code: 'DNS-015',
  severity: 'info',
  title: 'Answers of the cluster DNS are kept too long, or not at all',
  checks: `A server block of the Corefile in force that forwards has no plugin cache, or its plugin kubernetes gives a TTL over ${longest} seconds. Quiet for blocks that neither forward nor serve the cluster, and where NodeLocal DNSCache keeps the answers.`,
  why: 'Without a cache each query of each pod goes to the servers beyond the cluster; with a long TTL clients of a headless Service go on asking for pods that a rollout has replaced.',
  fix: 'Write `cache 30` in the block; set the ttl of kubernetes to 30 or less.',
  source: 'coredns/coredns 1.14.7 plugin/cache/README.md, plugin/kubernetes/README.md ttl',
  reads: ['ConfigMap'],
  consults: corefileConsults,
  *check(view) {
    const isCachedOnNodes = view.objects('DaemonSet').some(({ spec }) => spec.template.spec.containers.some(({ image = '' }) => image.includes('node-cache')));
    for (const { dns, block } of blocksInForce(view)) {
      yield;
      const has = (name: string): boolean => block.plugins.some(({ plugin }) => plugin.name === name);
      const zones = block.zones.map(({ zone }) => zone).join(', ');
      const config = kubernetesConfigOf(block);
      const subject = refOf(dns.configMap);
      if (config !== undefined && config.ttl > longest) yield { subject, detail: `The names of ${config.primaryZone} have a TTL of ${config.ttl} seconds.`, evidence: [corefileLine(dns, lineOf(block, 'kubernetes'))] };
      if (has('forward') && !has('cache') && !isCachedOnNodes) yield { subject, detail: `The server block of ${zones} forwards, and keeps nothing of what it is answered.`, evidence: [corefileLine(dns, lineOf(block, 'forward'))] };
    }
  },
};

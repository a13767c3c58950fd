import { enumerate } from '../../../analysis/index.js';
import { refOf } from '../../../cluster/index.js';
import { podsWithSharedIP } from '../../../cni/index.js';
import type { Rule } from '../../rule.js';

export const duplicatePodIp: Rule = {
  id: 'duplicate-pod-ip',
  code: 'CNI-006',
  severity: 'critical',
  title: 'Two running pods have one address',
  checks:
    'The same address stands in the status of two or more running pods. Pods on the network of their node share its address by design; pods that have ended keep an address that is free again, ' +
    'and pods that are being deleted, or whose node is lost, may have given theirs back: all these are left out.',
  why: 'Traffic for one pod reaches the other, by chance or by the age of an ARP entry.',
  fix: 'Delete one of the pods so that it gets a new address; then look for what gave out the address twice: overlapping node ranges, a lost IPAM data directory, a restored node.',
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/networking/: every pod has its own address',
  reads: ['Pod'],
  consults: ['Node'],
  *check(view) {
    for (const [ip, pods] of yield* podsWithSharedIP(view)) {
      const [first] = pods;
      if (first === undefined) continue;
      const where = pods.map(({ metadata, spec }) => `${metadata.namespace}/${metadata.name}${spec.nodeName === undefined ? '' : ` on ${spec.nodeName}`}`);
      yield {
        subject: refOf(first),
        detail: `${ip} is the address of ${enumerate(where, 4)}.`,
        evidence: pods.slice(0, 4).map((pod) => ({ ...refOf(pod), field: 'status.podIPs', value: ip })),
      };
    }
  },
};

import { describe, expect, it } from 'vitest';
import { clusterOf, controlPlanePod, daemonSet } from '../cluster.table.js';
import { comparePeers, peerRanges, tellPeers } from './index.js';

const pool = (name: string, spec: object) => ({ apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata: { name }, spec });
const calico = daemonSet('calico-node', [{ name: 'calico-node', image: 'calico/node:v3.26.3' }, { name: 'install-cni', image: 'calico/cni:v3.26.3' }]);

describe('the ranges of clusters of one group', () => {
  const own = peerRanges(clusterOf([calico, pool('p', { cidr: '10.10.0.0/16' }), pool('off', { cidr: '10.20.0.0/16', disabled: true }), controlPlanePod('kube-apiserver', ['--service-cluster-ip-range=10.96.0.0/16']), controlPlanePod('kube-proxy', ['--cluster-cidr=10.0.0.0/8'])]));

  it('are those that its objects state, once, and are in force', () => {
    expect(own).toEqual([
      { kind: 'pods', cidr: '10.10.0.0/16', source: 'IPPool' },
      { kind: 'services', cidr: '10.96.0.0/16', source: 'apiserver-flag' },
    ]);
  });

  it('are told where they overlap, of whatever kind', () => {
    const other = { cluster: 'eu-2', snapshot: 4, ranges: [{ kind: 'pods', cidr: '10.10.128.0/17', source: 'net-conf.json' }, { kind: 'services', cidr: '10.10.0.0/20', source: 'ServiceCIDR' }, { kind: 'services', cidr: 'no range', source: 'x' }] } as const;
    const peers = comparePeers('europe', own, [other, { cluster: 'eu-3', snapshot: 1, ranges: [{ kind: 'pods', cidr: '10.11.0.0/16', source: 'x' }] }]);
    expect(peers.clusters).toEqual([{ cluster: 'eu-2', snapshot: 4 }, { cluster: 'eu-3', snapshot: 1 }]);
    expect(peers.overlaps.items.map(({ own: mine, cluster, other: theirs, common }) => `${mine.kind} ${mine.cidr}, ${cluster} ${theirs.kind} ${theirs.cidr}: ${common}`)).toEqual(['pods 10.10.0.0/16, eu-2 services 10.10.0.0/20: 10.10.0.0/20', 'pods 10.10.0.0/16, eu-2 pods 10.10.128.0/17: 10.10.128.0/17']);
    expect(tellPeers(peers)).toBe('2 ranges of clusters of the group europe overlap with its own (eu-2): 10.10.0.0/16 of its pods and 10.10.0.0/20 of the services of eu-2.');
  });

  it('are not told where none do', () => {
    expect(tellPeers(comparePeers('europe', own, [{ cluster: 'eu-3', snapshot: 1, ranges: [{ kind: 'pods', cidr: '10.11.0.0/16', source: 'x' }] }]))).toBeUndefined();
    expect(comparePeers('europe', own, [])).toEqual({ group: 'europe', clusters: [], overlaps: { total: 0, items: [] } });
  });
});

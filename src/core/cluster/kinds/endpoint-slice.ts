import { isRecord, type RawRecord } from '../../record.js';
import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { address, bool, choice, defaulted, integer, list, needed, struct, text } from '../shape.js';
import { usually } from '../usual.js';

/** What is not known counts as ready, serving, and not terminating. Source: staging/src/k8s.io/api/discovery/v1/types.go, EndpointConditions. */
const conditions = struct({
  ready: defaulted(bool, true),
  serving: defaulted(bool, true),
  terminating: defaulted(bool, false),
});

const zonesOrNodes = list(struct({ name: needed(text) }), { key: ['name'], ordered: false });

export const targetRef = struct({ kind: text, namespace: text, name: text, uid: text });

const endpoint = struct({
  addresses: needed(list(address)),
  conditions: defaulted(conditions, { ready: true, serving: true, terminating: false }),
  hostname: text,
  nodeName: text,
  zone: text,
  targetRef,
  hints: struct({ forZones: zonesOrNodes, forNodes: zonesOrNodes }),
});

/** Defaults: pkg/apis/discovery/v1/defaults.go, SetDefaults_EndpointPort. A port that is absent means every port. */
const port = struct({ name: defaulted(text, ''), protocol: defaulted(choice('TCP', 'UDP', 'SCTP'), 'TCP'), port: integer, appProtocol: text });

/** Source: pkg/apis/discovery/v1beta1/conversion.go: v1beta1 told node and zone in `topology`. */
function upgrade(raw: RawRecord): RawRecord {
  if (!Array.isArray(raw['endpoints'])) return raw;
  const endpoints = raw['endpoints'].map((each: unknown) => {
    if (!isRecord(each) || !isRecord(each['topology'])) return each;
    const topology = each['topology'];
    return {
      ...each,
      nodeName: each['nodeName'] ?? topology['kubernetes.io/hostname'],
      zone: each['zone'] ?? topology['topology.kubernetes.io/zone'] ?? topology['failure-domain.beta.kubernetes.io/zone'],
    };
  });
  return { ...raw, endpoints };
}

export const endpointSlice = defineKind({
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  apiVersion: 'discovery.k8s.io/v1',
  otherVersions: ['discovery.k8s.io/v1beta1', 'discovery.k8s.io/v1alpha1'],
  namespaced: true,
  prepare: upgrade,
  parts: {
    metadata,
    addressType: defaulted(choice('IPv4', 'IPv6', 'FQDN'), 'IPv4'),
    endpoints: defaulted(list(endpoint, { key: ['addresses'], ordered: false }), []),
    ports: defaulted(list(port, { key: ['name', 'protocol'], ordered: false }), []),
  },
  varying: {
    metadata: { name: true, uid: true, creationTimestamp: true, deletionTimestamp: true },
    endpoints: [{ addresses: true, hostname: true, nodeName: true, zone: true, targetRef: { name: true, uid: true }, hints: true }],
  },
  usual: { endpoints: [{ conditions: { ready: usually(true), serving: usually(true), terminating: usually(false) } }] },
});

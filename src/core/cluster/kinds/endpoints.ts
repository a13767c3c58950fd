import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { address, choice, defaulted, integer, list, needed, struct, text } from '../shape.js';
import { targetRef } from './endpoint-slice.js';

const addresses = list(struct({ ip: needed(address), hostname: text, nodeName: text, targetRef }), { key: ['ip'], ordered: false });

/** Defaults: pkg/apis/core/v1/zz_generated.defaults.go: the protocol of a port is TCP. */
export const endpoints = defineKind({
  kind: 'Endpoints',
  plural: 'endpoints',
  shortNames: ['ep'],
  apiVersion: 'v1',
  namespaced: true,
  parts: {
    metadata,
    subsets: defaulted(
      list(
        struct({
          addresses,
          notReadyAddresses: addresses,
          ports: list(struct({ name: text, port: needed(integer), protocol: defaulted(choice('TCP', 'UDP', 'SCTP'), 'TCP'), appProtocol: text }), {
            key: ['name', 'protocol'],
            ordered: false,
          }),
        }),
        { ordered: false },
      ),
      [],
    ),
  },
});

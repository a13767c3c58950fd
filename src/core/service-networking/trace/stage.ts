import type { Packet, Walk } from '../packet.js';
import type { ProxyOfNode } from '../proxy-of-node.js';
import type { ServicePort } from '../service-ports.js';
import type { ProxyModeName } from '../settings.js';
import type { TraceAnswer } from './answer.js';
import type { Callee } from './destination.js';
import type { Caller } from './source.js';

/** A packet that was led through the rules of one node. */
export interface Stage {
  readonly told: ProxyOfNode;
  readonly mode: ProxyModeName;
  readonly packet: Packet;
  readonly walk: Walk;
  readonly caller: Caller;
  readonly callee: Callee;
}

/** What a way of ending adds to the answer. */
export type Ending = Pick<TraceAnswer, 'outcome' | 'reason' | 'summary'> & Partial<Pick<TraceAnswer, 'endpoints' | 'affinitySeconds' | 'suggestions' | 'missing'>> & { readonly port?: ServicePort };

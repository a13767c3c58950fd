import type { Tool } from '../tool.js';
import { calculateAddresses } from './calculate-addresses.js';
import { captureSnapshot } from './capture-snapshot.js';
import { describeNetwork } from './describe-network.js';
import { diffSnapshots } from './diff-snapshots.js';
import { explainService } from './explain-service.js';
import { listClusters } from './list-clusters.js';
import { listFindings } from './list-findings.js';
import { listObjects } from './list-objects.js';
import { matchIngressRequest } from './match-ingress-request.js';
import { resolveName } from './resolve-name.js';
import { tellProxyRules } from './tell-proxy-rules.js';
import { traceConnection } from './trace-connection.js';

/** Every tool, in the order in which an agent is shown them: first what leads to the others. At most twelve, as each costs whoever reads the list. */
export const tools: readonly Tool[] = [
  listClusters,
  listFindings,
  diffSnapshots,
  explainService,
  traceConnection,
  resolveName,
  matchIngressRequest,
  describeNetwork,
  listObjects,
  tellProxyRules,
  calculateAddresses,
  captureSnapshot,
];

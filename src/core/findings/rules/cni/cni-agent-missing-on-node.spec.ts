import { checkRule } from '../../cluster.table.js';
import { cniAgentMissingOnNode } from './cni-agent-missing-on-node.js';
import { node } from './networks.table.js';

const message = 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';

checkRule(cniAgentMissingOnNode, [
  { name: 'the runtime has no network', cluster: [node('a', { conditions: [{ type: 'Ready', status: 'False', reason: 'KubeletNotReady', message }] })], finds: [`critical Node a: Node a is not Ready: ${message}`] },
  { name: 'the words of the dockershim', cluster: [node('a', { conditions: [{ type: 'Ready', status: 'False', message: 'runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:docker: network plugin is not ready: cni config uninitialized' }] })], finds: ['critical Node a: Node a is not Ready: runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:docker: network plugin is not ready: cni config uninitialized'] },
  { name: 'quiet: it is Ready', cluster: [node('a')] },
  { name: 'quiet: not Ready for another reason', cluster: [node('a', { conditions: [{ type: 'Ready', status: 'False', message: 'PLEG is not healthy' }] })] },
  { name: 'quiet: nothing was heard of it for a while', cluster: [node('a', { conditions: [{ type: 'Ready', status: 'Unknown', message }] })] },
]);

import { checkRule, pod, service } from '../../cluster.table.js';
import { protocolMismatch } from './protocol-mismatch.js';

const udp = pod('web-1', { ports: [{ containerPort: 53, protocol: 'UDP' }] });

checkRule(protocolMismatch, [
  { name: 'TCP to what is UDP', cluster: [service({ ports: [{ port: 53 }] }), udp], finds: ['warning Service shop/web: Port 53/TCP leads to 53/TCP, which its pods declare in UDP only (web-1).'] },
  { name: 'one of two ports', cluster: [service({ ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53 }] }), udp], finds: ['warning Service shop/web: Port dns-tcp leads to 53/TCP, which its pods declare in UDP only (web-1).'] },
  { name: 'a target port of another number', cluster: [service({ ports: [{ port: 5353, targetPort: 53, protocol: 'SCTP' }] }), udp], finds: ['warning Service shop/web: Port 5353/SCTP leads to 53/SCTP, which its pods declare in UDP only (web-1).'] },
  { name: 'quiet: the same', cluster: [service({ ports: [{ port: 53, protocol: 'UDP' }] }), udp] },
  { name: 'quiet: both', cluster: [service({ ports: [{ port: 53 }] }), pod('web-1', { ports: [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }] })] },
  { name: 'quiet: one of the pods has it', cluster: [service({ ports: [{ port: 53 }] }), udp, pod('web-2', { ports: [{ containerPort: 53 }] })] },
  { name: 'quiet: the port is not declared', cluster: [service({ ports: [{ port: 80 }] }), udp] },
  { name: 'quiet: by name it has a rule of its own', cluster: [service({ ports: [{ port: 53, targetPort: 'dns' }] }), pod('web-1', { ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }] })] },
  { name: 'quiet: the pod has ended', cluster: [service({ ports: [{ port: 53 }] }), pod('web-1', { ports: [{ containerPort: 53, protocol: 'UDP' }], status: { phase: 'Failed' } })] },
]);

import { checkRule, service } from '../../cluster.table.js';
import { serviceRange } from './networks.table.js';
import { serviceCidrNearlyFull } from './service-cidr-nearly-full.js';

const services = (many: number, prefix = '10.96.0.') => Array.from({ length: many }, (_, i) => service({ clusterIP: `${prefix}${i + 1}` }, `s-${i}`));
const serviceCIDR = { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name: 'kubernetes', uid: 'k' }, spec: { cidrs: ['10.96.0.0/28'] } };

checkRule(serviceCidrNearlyFull, [
  { name: 'twelve of fourteen', cluster: [serviceCIDR, ...services(12)], finds: ['warning ServiceCIDR kubernetes: 12 of 14 addresses of 10.96.0.0/28 (ServiceCIDR) are in use.'] },
  { name: 'once, where two state it', cluster: [serviceCIDR, serviceRange('10.96.0.0/28'), ...services(14)], finds: ['warning ServiceCIDR kubernetes: 14 of 14 addresses of 10.96.0.0/28 (ServiceCIDR) are in use.'] },
  { name: 'quiet: eleven of fourteen', cluster: [serviceCIDR, ...services(11)] },
  { name: 'quiet: addresses of another range', cluster: [serviceCIDR, ...services(14, '10.97.0.')] },
  { name: 'quiet: headless Services have none', cluster: [serviceCIDR, ...Array.from({ length: 20 }, (_, i) => service({ clusterIP: 'None' }, `s-${i}`))] },
  { name: 'quiet: no range is told', cluster: services(200) },
]);

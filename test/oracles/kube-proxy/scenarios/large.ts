import { endpoint, nodeA, scenario, service, slice, type Scenario } from '../scenario.js';

const endpoints = Array.from({ length: 1001 }, (_, i) => endpoint(`10.245.${i >> 8}.${i & 255}`, { node: nodeA }));

/** More endpoints than kube-proxy writes comments for. It changes the rules of all others, and is there only where a configuration says so. */
export const large: Scenario = scenario('large', 'more than a thousand endpoints', service(), slice(endpoints.slice(0, 500)), slice(endpoints.slice(500), { name: 'web-2' }));

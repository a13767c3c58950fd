export { declaredPorts, endpointPods, findPort, hasEnded, hasSelector, isHeadless, isTerminating, portLabel, readinessOf, selectedPods, unreadyReason, type SpecPort } from './endpoint-pods.js';

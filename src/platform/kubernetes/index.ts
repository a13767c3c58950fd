export { KubernetesAccess } from './access.js';
export { ApiServer, type ApiServerOptions } from './api-server.js';
export { captureCluster, type CaptureCourse, type CaptureReport } from './capture.js';
export { capturedResources, type CapturedResource } from './resources.js';

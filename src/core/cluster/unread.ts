/** Fields of raw objects by their path; the items of a list count as the list. `true`: the field is not read. */
export interface UnreadFields {
  readonly [field: string]: true | UnreadFields;
}

const container: UnreadFields = {
  env: { valueFrom: true },
  lifecycle: true,
  livenessProbe: true,
  resources: true,
  securityContext: true,
  startupProbe: true,
};

const podSpec: UnreadFields = {
  containers: container,
  ephemeralContainers: true,
  initContainers: container,
  securityContext: true,
  topologySpreadConstraints: true,
  volumes: { csi: true, downwardAPI: true, projected: true, secret: true },
};

const containerStatus: UnreadFields = { allocatedResources: true, containerID: true, image: true, imageID: true, lastState: true, resources: true, user: true, volumeMounts: true };

/**
 * Large parts of objects that no kind reads, so that whoever parses may pass over them: half of what an API server tells of a pod. To be emptied, not left out:
 * an object stays one, a list and a text too. A law in `unread.spec.ts` holds that normalising an object without them gives the same.
 */
export const unreadFields: UnreadFields = {
  metadata: { managedFields: { fieldsV1: true } },
  spec: { ...podSpec, template: { metadata: { managedFields: { fieldsV1: true } }, spec: podSpec } },
  status: { containerStatuses: containerStatus, ephemeralContainerStatuses: true, images: true, initContainerStatuses: containerStatus, volumesAttached: true, volumesInUse: true },
};

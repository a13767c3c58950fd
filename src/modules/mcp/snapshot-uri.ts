/** How a snapshot is named as a resource. Source: RFC 6570. */
export const snapshotUriTemplate = 'foretrace://clusters/{cluster}/snapshots/{snapshot}';

export function snapshotUri(cluster: string, number: number): string {
  return `foretrace://clusters/${cluster}/snapshots/${number}`;
}

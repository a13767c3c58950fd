/** How a snapshot is named as a resource. Source: RFC 6570. */
export const snapshotUriTemplate = 'foretrace://clusters/{cluster}/snapshots/{snapshot}';

export function snapshotUri(cluster: string, number: number): string {
  return `foretrace://clusters/${cluster}/snapshots/${number}`;
}

/** The path of a snapshot whose URI was read; undefined where no snapshot can be named so. */
export function snapshotPath(cluster: string, snapshot: string): string | undefined {
  const isName = /^[a-z\d][a-z\d-]{0,62}$/.test(cluster) && /^[\w~][\w.:~+-]{0,63}$/.test(snapshot);
  return isName ? `/v1/clusters/${cluster}/snapshots/${encodeURIComponent(snapshot)}` : undefined;
}

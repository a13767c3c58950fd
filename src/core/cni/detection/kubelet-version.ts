/** `23` of `v1.23.5+k3s1`; undefined where the text is no version of Kubernetes 1. */
export function minorOf(version: string | undefined): number | undefined {
  const minor = /^v?1\.(\d{1,3})/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** Whether a path of the Ingress API matches a path of a request. Source: kubernetes.io/docs/concepts/services-networking/ingress, “Path types” and “Examples”. */
export function matchesPath(pathType: string, path: string, asked: string): boolean {
  if (pathType === 'Exact') return asked === path;
  if (path === '' || path === '/') return true;
  const wanted = elementsOf(path);
  const given = elementsOf(asked);
  return wanted.length <= given.length && wanted.every((element, i) => element === given[i]);
}

/** A slash at the end of either side counts for nothing. */
function elementsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/');
}

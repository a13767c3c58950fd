/** The routes that the service answers, to tell a wrong method (405) from a wrong path (404). */
export class RouteTable {
  readonly #methods = new Map<string, Set<string>>();
  readonly #patterns = new Map<string, RegExp>();

  /** @param path in the router's words: `/v1/clusters/:cluster`, `/docs/*` */
  add(methods: string | readonly string[], path: string): void {
    const known = this.#methods.get(path) ?? new Set();
    for (const method of [methods].flat()) known.add(method);
    this.#methods.set(path, known);
    if (!this.#patterns.has(path)) this.#patterns.set(path, toPattern(path));
  }

  /** The methods that `path` takes, sorted; empty where there is no such path. `path` is as sent, without the query. */
  methodsOf(path: string): string[] {
    const methods = new Set<string>();
    for (const [route, pattern] of this.#patterns) {
      if (pattern.test(path)) this.#methods.get(route)?.forEach((method) => methods.add(method));
    }
    return [...methods].sort();
  }
}

function toPattern(path: string): RegExp {
  const parts = path.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('/')}$`);
}

/**
 * Hostnames of listeners and routes. '' stands for every host; a wildcard `*.foo.com` covers one label or more, and not `foo.com` itself.
 *
 * Source: gateway-api v1.6 apis/v1/httproute_types.go, HTTPRouteSpec.Hostnames, and site/content/en/docs/concepts/hostnames.md
 */

/** Whether every host of `inner` (a host, a wildcard or '') is one of `outer`. Both in lower case. */
export function covers(outer: string, inner: string): boolean {
  if (outer === '' || outer === inner) return true;
  if (!outer.startsWith('*.')) return false;
  return inner.length > outer.length - 1 && inner.endsWith(outer.slice(1));
}

/** The hosts that a listener and a route with one hostname have in common, which is the narrower of the two; undefined where there are none. */
function intersect(listener: string, route: string): string | undefined {
  if (covers(listener, route)) return route;
  return covers(route, listener) ? listener : undefined;
}

/** The hosts on which a route is served at a listener: those of its hostnames that the listener has too; of a route without hostnames the listener's. Each once. */
export function commonHosts(listener: string, routeHostnames: readonly string[]): string[] {
  if (routeHostnames.length === 0) return [listener];
  return [...new Set(routeHostnames.flatMap((hostname) => intersect(listener, hostname.toLowerCase()) ?? []))];
}

/** How narrow: characters of an exact host, then of a wildcard, then none. The narrower comes first. */
export function compareHosts(a: string, b: string): number {
  return exactLength(b) - exactLength(a) || b.length - a.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** As a sentence names it. */
export function tellHost(host: string): string {
  return host === '' ? 'any host' : host;
}

function exactLength(host: string): number {
  return host.startsWith('*.') ? 0 : host.length;
}

/** Things by hostname; the narrowest hostnames that cover a host come first. */
export class HostIndex<T> {
  readonly #exact = new Map<string, T>();
  /** By what stands behind the `*`. */
  readonly #suffixes = new Map<string, T>();
  #any: T | undefined;

  get(hostname: string): T | undefined {
    if (hostname === '') return this.#any;
    return hostname.startsWith('*.') ? this.#suffixes.get(hostname.slice(1)) : this.#exact.get(hostname);
  }

  set(hostname: string, value: T): void {
    if (hostname === '') this.#any = value;
    else if (hostname.startsWith('*.')) this.#suffixes.set(hostname.slice(1), value);
    else this.#exact.set(hostname, value);
  }

  /** What is held for the narrowest hostname that covers `host`. */
  narrowest(host: string): T | undefined {
    const exact = this.#exact.get(host);
    if (exact !== undefined) return exact;
    if (this.#suffixes.size > 0) {
      for (let dot = host.indexOf('.', 1); dot !== -1; dot = host.indexOf('.', dot + 1)) {
        const found = this.#suffixes.get(host.slice(dot));
        if (found !== undefined) return found;
      }
    }
    return this.#any;
  }

  /** From the narrowest to the widest. `host` in lower case. */
  *covering(host: string): Generator<T> {
    const exact = this.#exact.get(host);
    if (exact !== undefined) yield exact;
    if (this.#suffixes.size > 0) {
      for (let dot = host.indexOf('.', 1); dot !== -1; dot = host.indexOf('.', dot + 1)) {
        const found = this.#suffixes.get(host.slice(dot));
        if (found !== undefined) yield found;
      }
    }
    if (this.#any !== undefined) yield this.#any;
  }

  values(): T[] {
    return [...this.#exact.values(), ...this.#suffixes.values(), ...(this.#any === undefined ? [] : [this.#any])];
  }
}

/** A name of a server; a regex is told by its test, as it may be one that cannot be run here. */
export interface ServerName<T> {
  readonly name: string;
  readonly server: T;
  /** Present for a name that begins with `~`: whether a host in lower case matches; undefined where that is not known. */
  readonly test?: (host: string) => boolean | undefined;
}

/** The server of a host, or one of several where a regex could not be run. */
export interface FoundServer<T> {
  readonly server: T;
  readonly name: string;
  /** A regex that nginx would have tried before and that could not be run here. */
  readonly doubt?: string;
}

/**
 * The names of all servers on one address, as nginx looks them up: the exact name, the longest wildcard with a leading `*`, the longest with a trailing one, then the regexes in the order of the configuration.
 * A name that two servers have belongs to the first.
 *
 * Source: nginx 1.27.1 src/http/ngx_http_request.c, ngx_http_find_virtual_server; src/core/ngx_hash.c, ngx_hash_find_combined
 */
export class ServerNames<T> {
  readonly #exact = new Map<string, ServerName<T>>();
  /** By the suffix after `*`: `.example.com`. */
  readonly #leading = new Map<string, ServerName<T>>();
  /** By the prefix before `*`: `www.`. */
  readonly #trailing = new Map<string, ServerName<T>>();
  readonly #regexes: ServerName<T>[] = [];

  /** @param names in the order of the configuration */
  constructor(names: Iterable<ServerName<T>>) {
    for (const name of names) this.#add(name);
  }

  find(host: string): FoundServer<T> | undefined {
    const named = this.#exact.get(host) ?? this.#bySuffix(host) ?? this.#byPrefix(host);
    if (named !== undefined) return { server: named.server, name: named.name };
    let doubt: string | undefined;
    for (const { name, server, test } of this.#regexes) {
      const matches = test?.(host);
      if (matches === undefined) doubt ??= name;
      else if (matches) return { server, name, ...(doubt !== undefined && { doubt }) };
    }
    return undefined;
  }

  /** The first regex that cannot be run: for a host that no server was found for, it may be the one. */
  get unknownRegex(): string | undefined {
    return this.#regexes.find(({ test }) => test?.('') === undefined)?.name;
  }

  #add(added: ServerName<T>): void {
    const name = added.name.toLowerCase();
    if (added.name.startsWith('~')) this.#regexes.push(added);
    else if (name.startsWith('*.')) setFirst(this.#leading, name.slice(1), added);
    else if (name.startsWith('.')) {
      setFirst(this.#exact, name.slice(1), added);
      setFirst(this.#leading, name, added);
    } else if (name.endsWith('.*')) setFirst(this.#trailing, name.slice(0, -1), added);
    else setFirst(this.#exact, name, added);
  }

  #bySuffix(host: string): ServerName<T> | undefined {
    if (this.#leading.size === 0) return undefined;
    for (let dot = host.indexOf('.', 1); dot !== -1; dot = host.indexOf('.', dot + 1)) {
      const found = this.#leading.get(host.slice(dot));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #byPrefix(host: string): ServerName<T> | undefined {
    if (this.#trailing.size === 0) return undefined;
    for (let dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
      const found = this.#trailing.get(host.slice(0, dot + 1));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/**
 * Why nginx does not take a configuration with this name; undefined where it does. Names are those of Ingress hosts and of the annotation server-alias.
 *
 * Source: nginx 1.27.1 src/http/ngx_http_core_module.c, ngx_http_core_server_name; src/core/ngx_hash.c, ngx_hash_add_key
 */
export function faultOfServerName(name: string): string | undefined {
  if (name === '~') return 'empty regex in server name "~"';
  if (name.startsWith('~')) return undefined;
  if (/^\*(?!\..)/.test(name) || name === '.') return `server name "${name}" is invalid`;
  const stars = name.split('*').length - 1;
  const isWildcard = name.startsWith('*.') || name.endsWith('.*');
  return stars > 1 || name.includes('..') || (stars === 1 && !isWildcard) ? `invalid server name or wildcard "${name}"` : undefined;
}

function setFirst<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}

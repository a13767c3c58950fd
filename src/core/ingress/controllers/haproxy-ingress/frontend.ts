import type { Backend } from './backend.js';
import { LookupMap } from './lookup.js';
import type { HostPath } from './backend.js';
import type { Host, Model } from './model.js';
import { behaviourOf, isSameBehaviour, type PathBehaviour } from './path-behaviour.js';
import { boolOf } from './settings.js';

/** The maps of HAProxy's frontends and backends. Source: jcmoraisjr/haproxy-ingress v0.16.1 pkg/haproxy/config.go, WriteFrontendMaps and WriteBackendMaps. */
export class Frontend {
  readonly #http: LookupMap<HostPath>;
  readonly #https: LookupMap<HostPath>;
  readonly #default: LookupMap<HostPath>;
  readonly #redirectTo: LookupMap<HostPath>;
  readonly #redirectFrom: LookupMap<string>;
  readonly #appRoots: LookupMap<{ readonly target: string; readonly redirectsToHttps: boolean }>;
  readonly #passedThrough: LookupMap<true>;
  readonly #behaviours = new Map<HostPath, PathBehaviour>();
  readonly #ofBackend = new Map<Backend, { readonly own: LookupMap<HostPath>; readonly ofDefault: LookupMap<HostPath> } | 'alike'>();
  readonly warnings: string[] = [];

  constructor(private readonly model: Model) {
    const empty = <T>() => new LookupMap<T>(model.settings.matchOrder);
    [this.#http, this.#https, this.#default, this.#redirectTo] = [empty(), empty(), empty(), empty()];
    [this.#redirectFrom, this.#appRoots, this.#passedThrough] = [empty(), empty(), empty()];
    for (const host of [...model.hosts.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) this.#addHost(host);
  }

  own(host: string, path: string, isTls: boolean): HostPath | undefined {
    return (isTls ? this.#https : this.#http).first(host, path);
  }

  ofDefaultHost(path: string): HostPath | undefined {
    return this.#default.first('', path);
  }

  redirectTo(host: string, path: string): HostPath | undefined {
    return this.#redirectTo.first(host, path);
  }

  redirectFrom(host: string): string | undefined {
    return this.#redirectFrom.first(host, '');
  }

  appRoot(host: string): { readonly target: string; readonly redirectsToHttps: boolean } | undefined {
    return this.#appRoots.first(host, '');
  }

  isPassedThrough(host: string): boolean {
    return this.#passedThrough.first(host, '') === true;
  }

  hasTls(name: string): boolean {
    const host = this.model.hosts.get(name);
    return host !== undefined && (host.tls !== undefined || boolOf(this.#valueOf(host, 'ssl-always-add-https')) === true);
  }

  /** Paths of the host and of those that a request to it may reach. */
  reachable(host: string): readonly HostPath[] {
    const dot = host.indexOf('.');
    const names = [host, ...(dot < 1 ? [] : [`*${host.slice(dot)}`]), ''];
    return names.flatMap((name) => this.model.hosts.get(name)?.paths ?? []);
  }

  takes(path: HostPath, host: string, asked: string): boolean {
    const alone = new LookupMap<HostPath>(this.model.settings.matchOrder);
    put(alone, path.host, path, path);
    return alone.first(path.host === '' ? '' : host, asked) !== undefined;
  }

  /**
   * How a backend treats a request. It looks it up in maps of its own where its paths differ, and finds nothing there for a host that is an alias.
   */
  behaviourIn(backend: Backend, path: HostPath, host: string, asked: string): PathBehaviour | undefined {
    const maps = this.#ofBackend.get(backend) ?? this.#mapsOf(backend);
    this.#ofBackend.set(backend, maps);
    if (maps === 'alike') return this.behaviour(path);
    const found = maps.own.first(host, asked) ?? maps.ofDefault.first('', asked);
    return found === undefined ? undefined : this.behaviour(found);
  }

  behaviour(path: HostPath): PathBehaviour {
    const known = this.#behaviours.get(path) ?? behaviourOf(path, this.model.hosts.get(path.host), this.model.settings);
    this.#behaviours.set(path, known);
    return known;
  }

  #mapsOf(backend: Backend): { readonly own: LookupMap<HostPath>; readonly ofDefault: LookupMap<HostPath> } | 'alike' {
    const [first, ...rest] = backend.paths.map((path) => this.behaviour(path));
    if (first === undefined || rest.every((each) => isSameBehaviour(first, each))) return 'alike';
    const { matchOrder } = this.model.settings;
    const maps = { own: new LookupMap<HostPath>(matchOrder), ofDefault: new LookupMap<HostPath>(matchOrder) };
    for (const path of backend.paths) put(path.host === '' ? maps.ofDefault : maps.own, path.host, path, path);
    return maps;
  }

  #addHost(host: Host): void {
    const isPassed = boolOf(this.#valueOf(host, 'ssl-passthrough')) === true && host.paths.some(({ path }) => path === '/');
    if (isPassed && host.name !== '') this.#passedThrough.add({ host: host.name, path: '', match: 'exact', order: 0, value: true });
    for (const path of host.paths) this.#addPath(host, path);
    if (host.name === '' || isPassed) return;
    const target = host.keys.get('app-root') ?? '';
    if (target !== '') this.#appRoots.add({ host: host.name, path: '', match: 'exact', order: 0, value: { target, redirectsToHttps: this.#rootRedirects(host) } });
    if (host.paths.length === 0) return;
    const from = host.keys.get('redirect-from') ?? '';
    if (from !== '') this.#redirectFrom.add({ host: from, path: '', match: 'exact', order: 0, value: host.name });
    const pattern = host.keys.get('redirect-from-regex') ?? '';
    if (pattern !== '') this.#redirectFrom.add({ host: '', hostPattern: pattern, path: '', match: 'regex', order: 0, value: host.name });
  }

  #addPath(host: Host, path: HostPath): void {
    if (host.name === '') return void put(this.#default, '', path, path);
    const maps = path.redirectTo === undefined ? [this.#http, ...(this.hasTls(host.name) ? [this.#https] : [])] : [this.#redirectTo];
    const alias = host.keys.get('server-alias') ?? '';
    const pattern = host.keys.get('server-alias-regex') ?? '';
    for (const map of maps) {
      put(map, host.name, path, path);
      if (alias !== '') put(map, alias, path, path);
      if (pattern !== '') map.add({ host: '', hostPattern: pattern, path: path.path, match: path.match, order: path.order, value: path });
    }
  }

  /** Whether the root of the host redirects to https, of which app-root asks first. */
  #rootRedirects(host: Host): boolean {
    const root = host.paths.filter(({ path, backend }) => path === '/' && backend !== undefined).sort((a, b) => a.order - b.order)[0];
    return root === undefined ? boolOf(this.model.settings.config.get('ssl-redirect') ?? '') === true : this.behaviour(root).redirectsToHttps;
  }

  #valueOf(host: Host, key: string): string {
    return host.keys.get(key) ?? this.model.settings.config.get(key) ?? '';
  }
}

function put(map: LookupMap<HostPath>, host: string, { path, match, order }: HostPath, value: HostPath): void {
  map.add({ host, path, match, order, value });
}

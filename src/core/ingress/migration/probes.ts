import { InputError } from '../../errors.js';
import type { Ingress } from '../../cluster/index.js';
import { readRequest, type IngressRequest, type RequestQuestion } from '../request.js';
import { pathsOf } from './ingress-paths.js';
import type { MigrationPlan } from './plan.js';

/** A request that both sides are asked, and what it tries. */
export interface Probe {
  readonly question: RequestQuestion;
  readonly request: IngressRequest;
  /** `as written`, `with a slash more`, `a longer name`, `in upper case` … */
  readonly tries: string;
}

/** So many requests are made of the rules of one controller at most. */
export const mostProbes = 20_000;

interface PathTry {
  readonly path: string;
  readonly tries: string;
}

/**
 * The requests that the rules of some Ingresses give rise to: each host in its forms, each path as written and in the forms in which implementations
 * part, over http and where a host has TLS over https, the headers of canaries, and hosts and paths that nobody names.
 */
export function* probesOf(ingresses: readonly Ingress[], plan: MigrationPlan): Generator<Probe> {
  const paths = new Map<string, Map<string, PathTry>>();
  for (const ingress of ingresses) {
    for (const rule of ingress.spec.rules ?? []) triesOf(paths, (rule.host ?? '').toLowerCase());
    for (const { host, path } of pathsOf(ingress)) for (const each of pathTries(path)) add(triesOf(paths, host), each);
  }
  const headers = [...new Set(plan.hosts.flatMap(({ rules }) => rules.flatMap((rule) => (rule.headers ?? []).map(({ name, value }) => `${name}\0${value}`))))].map((each) => each.split('\0') as [string, string]);
  const secure = new Set(plan.hosts.filter(({ tls }) => tls !== undefined).map(({ host }) => host));
  let made = 0;
  for (const [host, tries] of paths) {
    for (const probe of ofHost(host, [...tries.values()], secure.has(host) || plan.defaultCertificate !== undefined, headers)) {
      if (++made > mostProbes) return;
      yield probe;
    }
  }
  yield* made > 0 ? probe('http://nobody.invalid/', 'a host that nobody names') : [];
}

function* ofHost(host: string, tries: readonly PathTry[], isSecure: boolean, headers: readonly (readonly [string, string])[]): Generator<Probe> {
  const { main, others } = hostForms(host);
  for (const { path, tries: what } of tries) {
    yield* probe(`http://${main}${path}`, what);
    if (isSecure) yield* probe(`https://${main}${path}`, `${what}, over https`);
    if (what === 'as written') for (const [name, value] of headers) yield* probe(`${isSecure ? 'https' : 'http'}://${main}${path}`, `with the header ${name}: ${value}`, { [name]: value });
  }
  yield* probe(`http://${main}/`, 'the root');
  yield* probe(`http://${main}/nobody-names-this`, 'a path that nobody names');
  yield* probe(`https://${main}/`, isSecure ? 'the root, over https' : 'over https, where no certificate is named');
  const path = tries[0]?.path ?? '/';
  for (const { form, what } of others) yield* probe(`${isSecure ? 'https' : 'http'}://${form}${path}`, what);
}

interface HostForms {
  /** A host that a request can name. */
  readonly main: string;
  readonly others: readonly { readonly form: string; readonly what: string }[];
}

function hostForms(host: string): HostForms {
  if (host === '') return { main: 'any-host.example', others: [{ form: 'another-host.example', what: 'another host' }] };
  if (!host.startsWith('*.')) return { main: host, others: [{ form: host.toUpperCase(), what: 'the host in upper case' }, { form: `sub.${host}`, what: 'a host below' }] };
  const base = host.slice(2);
  return { main: `one.${base}`, others: [{ form: `two.one.${base}`, what: 'two labels for the wildcard' }, { form: base, what: 'the host without its wildcard' }] };
}

const literal = /^\^?([A-Za-z0-9/_.~%@:+-]*)/;

/** The forms of a path in which implementations part. Of a pattern, texts that begin as it does. */
export function pathTries(path: string): PathTry[] {
  const [, beginning = ''] = literal.exec(path) ?? [];
  const isPattern = !/^[A-Za-z0-9/_.~%@:+-]*$/.test(path);
  const base = beginning.startsWith('/') ? beginning : `/${beginning}`;
  const bare = base.replace(/\/+$/, '');
  const letters = /[a-z]/.test(bare);
  return [
    { path: base === '' ? '/' : base, tries: isPattern ? 'the beginning of a pattern' : 'as written' },
    ...(isPattern ? [{ path: `${bare}/sample/42`, tries: 'below the beginning of a pattern' }, { path: `${bare}42`, tries: 'behind the beginning of a pattern' }] : []),
    { path: `${bare}/`, tries: 'with a slash at the end' },
    ...(bare === '' ? [] : [{ path: bare, tries: 'without a slash at the end' }, { path: `${bare}x`, tries: 'a longer name' }, { path: `${bare}//twice`, tries: 'with two slashes' }]),
    { path: `${bare}/below`, tries: 'a path below' },
    { path: `${bare}/below?q=1`, tries: 'a path below, with a query' },
    ...(letters ? [{ path: bare.toUpperCase(), tries: 'in upper case' }] : []),
  ];
}

function triesOf(paths: Map<string, Map<string, PathTry>>, host: string): Map<string, PathTry> {
  const tries = paths.get(host) ?? new Map<string, PathTry>();
  paths.set(host, tries);
  return tries;
}

function add(tries: Map<string, PathTry>, each: PathTry): void {
  if (!tries.has(each.path)) tries.set(each.path, each);
}

/** Nothing where no client could send it. */
function* probe(url: string, tries: string, headers?: Readonly<Record<string, string>>): Generator<Probe> {
  const question = { url, ...(headers !== undefined && { headers }) };
  try {
    yield { question, request: readRequest(question), tries };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

import { InputError } from '../../errors.js';
import type { Ingress } from '../../cluster/index.js';
import { readRequest, type IngressRequest, type RequestQuestion } from '../request.js';
import { pathsOf } from './ingress-paths.js';
import { sampleOf } from './pattern-sample.js';
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
  const limitsSources = ingresses.some(({ metadata }) => Object.keys(metadata.annotations ?? {}).some((key) => key.endsWith('-source-range')));
  for (const ingress of ingresses) {
    if ((ingress.spec.rules ?? []).length === 0) triesOf(paths, '');
    for (const rule of ingress.spec.rules ?? []) triesOf(paths, (rule.host ?? '').toLowerCase());
    for (const { host, path } of pathsOf(ingress)) for (const each of pathTries(path)) add(triesOf(paths, host), each);
  }
  const headers = [...new Set(plan.hosts.flatMap(({ rules }) => rules.flatMap((rule) => (rule.headers ?? []).map(({ name, value }) => `${name}\0${value}`))))].map((each) => each.split('\0') as [string, string]);
  const secure = new Set(plan.hosts.filter(({ tls }) => tls !== undefined).map(({ host }) => host));
  let made = 0;
  const aliases = new Map(plan.hosts.map((each) => [each.host, each.aliases]));
  for (const [host, tries] of paths) {
    const world = { isSecure: secure.has(host) || plan.defaultCertificate !== undefined, headers, aliases: aliases.get(host) ?? [], limitsSources };
    for (const each of ofHost(host, [...tries.values()], world)) {
      if (++made > mostProbes) return;
      yield each;
    }
  }
  yield* made > 0 ? probe('http://nobody.invalid/', 'a host that nobody names') : [];
}

/** What else is known of a host. */
interface HostWorld {
  readonly isSecure: boolean;
  readonly headers: readonly (readonly [string, string])[];
  readonly aliases: readonly string[];
  /** Some Ingress looks at the addresses of clients. */
  readonly limitsSources: boolean;
}

/** Of the ranges that are kept for documentation (RFC 5737), and of those that are private. */
const sources = [['203.0.113.77', 'a client from anywhere'], ['10.0.0.1', 'a client of a private network']] as const;

function* ofHost(host: string, tries: readonly PathTry[], { isSecure, headers, aliases, limitsSources }: HostWorld): Generator<Probe> {
  const { main, others } = hostForms(host);
  const scheme = isSecure ? 'https' : 'http';
  for (const { path, tries: what } of tries) {
    yield* probe(`http://${main}${path}`, what);
    if (isSecure) yield* probe(`https://${main}${path}`, `${what}, over https`);
    if (what !== 'as written') continue;
    for (const [name, value] of headers) yield* probe(`${scheme}://${main}${path}`, `with the header ${name}: ${value}`, { headers: { [name]: value } });
    if (limitsSources) for (const [sourceIP, who] of sources) yield* probe(`${scheme}://${main}${path}`, who, { sourceIP });
  }
  yield* probe(`http://${main}/`, 'the root');
  yield* probe(`http://${main}/nobody-names-this`, 'a path that nobody names');
  yield* probe(`https://${main}/`, isSecure ? 'the root, over https' : 'over https, where no certificate is named');
  const path = tries[0]?.path ?? '/';
  for (const { form, what } of others) yield* probe(`${scheme}://${form}${path}`, what);
  for (const alias of aliases) yield* probe(`${scheme}://${alias}${path}`, 'an alias');
}

interface HostForms {
  /** A host that a request can name. */
  readonly main: string;
  readonly others: readonly { readonly form: string; readonly what: string }[];
}

function hostForms(host: string): HostForms {
  if (host === '') return { main: 'any-host.example', others: [{ form: 'another-host.example', what: 'another host' }] };
  if (!host.startsWith('*.')) return { main: host, others: [{ form: host.toUpperCase(), what: 'the host in upper case' }, { form: `sub.${host}`, what: 'a host below' }, { form: host.startsWith('www.') ? host.slice(4) : `www.${host}`, what: 'the name with or without www' }] };
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
    ...sampleTries(path, isPattern),
    ...(isPattern ? [{ path: `${bare}/sample/42`, tries: 'below the beginning of a pattern' }, { path: `${bare}42`, tries: 'behind the beginning of a pattern' }] : []),
    { path: `${bare}/`, tries: 'with a slash at the end' },
    ...(bare === '' ? [] : [{ path: bare, tries: 'without a slash at the end' }, { path: `${bare}x`, tries: 'a longer name' }, { path: `${bare}//twice`, tries: 'with two slashes' }]),
    { path: `${bare}/below`, tries: 'a path below' },
    { path: `${bare}/below?q=1`, tries: 'a path below, with a query' },
    ...(letters ? [{ path: bare.toUpperCase(), tries: 'in upper case' }] : []),
  ];
}

function sampleTries(path: string, isPattern: boolean): PathTry[] {
  const sample = isPattern ? sampleOf(path) : undefined;
  if (sample?.startsWith('/') !== true) return [];
  return [
    { path: sample, tries: 'a path of the pattern' },
    { path: `${sample}more`, tries: 'a path of the pattern, and more' },
    ...(/[a-z]/.test(sample) ? [{ path: sample.toUpperCase(), tries: 'a path of the pattern in upper case' }] : []),
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
function* probe(url: string, tries: string, more: Pick<RequestQuestion, 'headers' | 'sourceIP'> = {}): Generator<Probe> {
  const question = { url, ...more };
  try {
    yield { question, request: readRequest(question), tries };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

import type { Route } from '../../answer.js';
import type { Frontend } from './frontend.js';
import type { HostPath } from './backend.js';
import type { Model } from './model.js';

const words = { exact: 'equals', prefix: 'begins, by whole elements, with', begin: 'begins, in any case, with', regex: 'matches' } as const;
const rank = { exact: 0, prefix: 1, begin: 2, regex: 3 } as const;

/** Host by host; within one exact paths first, then the longer before the shorter, and equals by the order of their types. After them what HAProxy does not get. */
export function tableOf(model: Model, frontend: Frontend, host?: string): readonly Route[] {
  const wanted = host?.toLowerCase();
  const dot = wanted?.indexOf('.') ?? -1;
  const isMeant = (name: string) => wanted === undefined || ['', wanted, ...(dot < 1 ? [] : [`*${wanted.slice(dot)}`])].includes(name.toLowerCase());
  const hosts = [...model.hosts.values()].filter(({ name }) => isMeant(name)).sort((a, b) => Number(a.name === '') - Number(b.name === '') || Number(a.name.startsWith('*')) - Number(b.name.startsWith('*')) || (a.name < b.name ? -1 : 1));
  const live = hosts.flatMap(({ paths }) => [...paths].sort(inOrder(model)).map((path): Omit<Route, 'order'> => rowOf(path, frontend)));
  const gone = model.lost.filter(({ ref }) => isMeant(ref.host)).map(({ ref, backend, reason, by }): Omit<Route, 'order'> => ({ ...ref, matcher: '', backend, notes: [], dead: { by, reason } }));
  return [...live, ...gone].map((row, i) => ({ ...row, order: i + 1 }));
}

function inOrder({ settings }: Model): (a: HostPath, b: HostPath) => number {
  const isExact = ({ match }: HostPath) => Number(match !== 'exact');
  const byType = ({ match }: HostPath) => settings.matchOrder.indexOf(match);
  return (a, b) => isExact(a) - isExact(b) || b.path.length - a.path.length || byType(a) - byType(b) || rank[a.match] - rank[b.match] || a.order - b.order;
}

function rowOf(path: HostPath, frontend: Frontend): Omit<Route, 'order'> {
  const { redirectsToHttps, rewrite, unknowns } = frontend.behaviour(path);
  const notes = [
    ...(path.redirectTo === undefined ? [] : [`redirects to ${path.redirectTo}`]),
    ...(redirectsToHttps ? ['redirects to https'] : []),
    ...(path.host !== '' && !frontend.hasTls(path.host) ? ['http only'] : []),
    ...(rewrite === undefined ? [] : [`rewrites ${rewrite.pattern} to ${rewrite.target}`]),
    ...unknowns.map((each) => `${each}: not modelled`),
    ...(path.backend !== undefined && path.backend.unknown === undefined && path.backend.endpoints.length === 0 ? ['no endpoint: 503'] : []),
  ];
  return { ...path.ref, matcher: `host ${path.host === '' ? '<default>' : path.host}, path ${words[path.match]} ${path.path}`, backend: path.backend === undefined ? null : { service: path.backend.service, port: path.port }, notes };
}

import type { Route, RuleRef } from '../../answer.js';
import type { Muxer } from './muxer.js';
import { portText, type Router, type Routers } from './routers.js';
import type { EntryPoint } from './static-config.js';

type MuxerOf = (entryPoint: EntryPoint, tls: boolean) => Muxer;

/** Every router by its priority, which is the order in which Traefik tries them on each entry point; after them the paths that it makes none of. */
export function tableOf({ routers, lost }: Routers, muxerOf: MuxerOf, host?: string): readonly Route[] {
  const wanted = host?.toLowerCase().replace(/\.$/, '');
  const isMeant = (written: string) => wanted === undefined || reaches(written.toLowerCase(), wanted);
  const rows = routers.filter(({ rule }) => isMeant(rule.host)).sort((a, b) => b.priority - a.priority);
  const live = rows.map((router): Omit<Route, 'order'> => {
    const dead = shadowOf(router, muxerOf);
    return {
      ...router.ref,
      matcher: router.rule.text,
      backend: { service: serviceOf(router.ref, router.backend.name), port: portOf(router.backend) },
      notes: notesOf(router),
      ...(dead !== undefined && { dead }),
    };
  });
  const gone = lost
    .filter(({ ref }) => isMeant(ref.host))
    .map(({ ref, backend, reason, by }): Omit<Route, 'order'> => ({
      ...ref,
      matcher: '',
      backend: backend === undefined ? null : { service: serviceOf(ref, backend.name), port: portOf(backend) },
      notes: [],
      dead: { by, reason },
    }));
  return [...live, ...gone].map((row, i) => ({ ...row, order: i + 1 }));
}

function reaches(written: string, host: string): boolean {
  if (written === '' || written === host) return true;
  const dot = host.indexOf('.');
  return written.startsWith('*') && dot !== -1 && written === `*${host.slice(dot)}`;
}

function notesOf({ priority, entryPoints, tls, unknowns, contested, service, isDefault }: Router): readonly string[] {
  return [
    isDefault ? 'default backend, after every router' : `priority ${priority}`,
    `entry points ${entryPoints.map((each) => (tls || each.tls ? `${each.name} (TLS)` : each.name)).join(', ')}`,
    ...unknowns.map((each) => `${each}: not in the snapshot`),
    ...(contested === undefined ? [] : [contested]),
    ...(service.state === 'endpoints' && service.endpoints.length === 0 ? ['no endpoint: 503'] : []),
  ];
}

/** A router that comes first on all of its entry points and matches all that it matches. */
function shadowOf(router: Router, muxerOf: MuxerOf): { readonly by: RuleRef | null; readonly reason: string } | undefined {
  const redirecting = router.entryPoints.length > 0 && router.entryPoints.every((each) => each.redirect !== undefined && each.redirect.priority === undefined && !each.redirect.sparesAcme && (router.tls || each.tls) === each.tls);
  if (redirecting) return { by: null, reason: 'each of its entry points redirects every request first' };
  const covering = router.entryPoints.map((each) => muxerOf(each, router.tls || each.tls).covering(router).filter((other) => other.priority > router.priority));
  const [first = [], ...rest] = covering;
  const shadow = first.find((other) => rest.every((others) => others.includes(other)));
  return shadow && { by: shadow.ref, reason: `${shadow.rule.text} matches all that it does, and its priority ${shadow.priority} comes before ${router.priority}` };
}

function serviceOf(ref: RuleRef, name: string): string {
  return `${ref.name.split('/', 1)[0]}/${name}`;
}

function portOf(backend: Router['backend']): number | string {
  const port = portText(backend);
  return /^\d+$/.test(port) ? Number(port) : port;
}

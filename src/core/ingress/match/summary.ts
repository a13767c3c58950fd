import { count, enumerate } from '../../analysis/index.js';
import { assertNever } from '../../errors.js';
import type { RouteAnswer, RouteBackend, RouteMatch, RuleRef } from '../answer.js';
import type { IngressRequest } from '../request.js';

/** What a person wants to know first of the answer of one controller. */
export function summarise(controller: string, title: string, request: IngressRequest, match: RouteMatch): string {
  const what = `${request.method === 'GET' ? '' : `${request.method} `}${request.scheme}://${request.host}${request.path}`;
  return `${tell(controller, title, what, match)}${tellTls(request, match)}`;
}

/** The same for the one that was chosen, where others would take the request too. */
export function summariseAll(chosen: RouteAnswer, rivals: readonly RouteAnswer[]): string {
  if (rivals.length === 0) return chosen.summary;
  return `${chosen.summary} ${enumerate(rivals.map(({ controller }) => controller ?? ''), 3)} would take it too: the address that the name resolves to decides.`;
}

function tell(controller: string, title: string, what: string, { outcome, matched, backend, status, location, upstreamPath, alternatives }: RouteMatch): string {
  switch (outcome) {
    case 'forward':
      if (alternatives !== undefined && alternatives.length > 1) return `${what} goes to one of ${enumerate(alternatives.map((each) => `${each.backend.service} (${percent(each.share)})`), 4)}, by ${ruleOf(matched)}.`;
      return `${what} goes to ${tellBackend(backend)}${upstreamPath === undefined ? '' : ` as ${upstreamPath}`}, by ${ruleOf(matched)}.`;
    case 'redirect':
      return `${what} is redirected to ${location ?? 'elsewhere'} (${status ?? 302})${matched === null ? '' : `, by ${ruleOf(matched)}`}.`;
    case 'default-backend':
      return `No rule of ${controller} takes ${what}; the default backend ${tellBackend(backend)} gets it${matched === null ? '' : `, by ${ruleOf(matched)}`}.`;
    case 'not-found':
      return `No rule of ${controller} takes ${what}: it answers ${status ?? 404}.`;
    case 'unavailable':
      return `${what} ends in ${status ?? 503}${matched === null ? '' : `: ${ruleOf(matched)} takes it`}${backend === null ? '' : `${matched === null ? ': ' : ', and '}${backend.service} port ${backend.port} has no endpoint that is ready`}.`;
    case 'denied':
      return `${controller} refuses ${what}${status === undefined ? '' : ` (${status})`}${matched === null ? '' : `, by ${ruleOf(matched)}`}.`;
    case 'insufficient-information':
      return `What ${controller} (${title}) does with ${what} is not known.`;
    default:
      return assertNever(outcome);
  }
}

function tellBackend(backend: RouteBackend | null): string {
  if (backend === null) return 'nobody';
  const { service, port, endpoints } = backend;
  return `${service} port ${port}${endpoints.length === 0 ? '' : ` (${count(endpoints.length, 'endpoint')})`}`;
}

function ruleOf(rule: RuleRef | null): string {
  if (rule === null) return 'no rule';
  return `${rule.kind} ${rule.name} (${rule.host === '' ? 'any host' : rule.host}${rule.path}${rule.pathType === '' ? '' : ` ${rule.pathType}`})`;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function tellTls({ scheme, sni }: IngressRequest, { tls, outcome }: RouteMatch): string {
  if (scheme === 'http' || tls === null || outcome === 'insufficient-information') return '';
  switch (tls.certificate) {
    case 'secret':
      return '';
    case 'default':
      return ` TLS is served with the default certificate${tls.secret === null ? '' : `, not with that of Secret ${tls.secret}`}${sni === undefined ? ', as the client sends no name' : ''}.`;
    case 'none':
      return ' The TLS handshake fails.';
    case 'unknown':
      return ` Which certificate is served is not known${tls.secret === null ? '' : `: the snapshot does not hold Secret ${tls.secret}`}.`;
    default:
      return assertNever(tls.certificate);
  }
}

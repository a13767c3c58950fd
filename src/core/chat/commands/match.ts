import type { Inline } from '../../analysis/index.js';
import type { MatchAnswer, Outcome } from '../../ingress/index.js';
import { analysed, kubectl, lastSteps } from '../analysed.js';
import { chatAnswer, type Mark } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, picturePath, read } from '../conversation.js';
import { placeWords, valueOf } from '../grammar.js';
import { placeOf } from '../lookups/place.js';
import { Unclear } from '../unclear.js';

const marks: Readonly<Record<Outcome, Mark>> = { forward: 'yes', redirect: 'told', 'default-backend': 'told', 'not-found': 'no', unavailable: 'no', denied: 'no', 'insufficient-information': 'unknown' };

export const matchCommand: Command = {
  name: 'match',
  aliases: ['url', 'route', 'ingress'],
  usage: 'match URL [method POST] [from ADDRESS] [on CONTROLLER]',
  tells: 'what becomes of a request at the ingress controllers',
  examples: ['match https://shop.example.com/cart', 'match https://shop.example.com/ method POST from 203.0.113.7'],
  grammar: { most: 1, valued: ['method', 'from', 'on', ...placeWords], flags: [] },
  *answer(reading, setting) {
    const [about] = reading.about;
    if (about === undefined) throw new Unclear('Which URL?', { example: this.examples[0] });
    const url = /^https?:\/\//i.test(about.text) ? about.text : `https://${about.text}`;
    const place = yield* placeOf(reading, setting);
    const link = pathOf(`${place.path}/ingress/match`, [
      ['url', url],
      ['method', valueOf(reading, 'method')?.text.toUpperCase()],
      ['sourceIP', valueOf(reading, 'from')?.text],
      ['controller', valueOf(reading, 'on')?.text],
    ]);
    const matched = yield* read<MatchAnswer>(link);
    const common = analysed(matched, place, link);
    const note = url === about.text ? [] : [`“${about.text}” is taken for ${url}.`];
    return chatAnswer({ ...common, picture: picturePath(link), mark: marks[matched.outcome], verdict: matched.summary, why: reasonsOf(matched), fix: fixOf(matched), notes: [...note, ...common.notes] });
  },
};

/** What took it, and which endpoints get it; where nothing did, why those lost that are near. */
function reasonsOf(matched: MatchAnswer): string[] {
  const { matched: rule, backend, considered, tls } = matched;
  const lost = considered.slice(0, 2).map(({ kind, name, host, path, reason }) => `${kind} ${name} ${host}${path}: ${reason}`);
  if (rule === null) return lost.length > 0 ? lost : lastSteps(matched);
  const gets = backend === null ? [] : [`Service ${backend.service}:${backend.port}, ${backend.endpoints.length} ready${backend.endpoints[0] === undefined ? '' : `, as ${backend.endpoints[0].pod ?? backend.endpoints[0].ip}`}`];
  const certificate = tls === null || tls.certificate === 'secret' ? [] : [`its certificate: ${tls.certificate}${tls.secret === null ? '' : ` (Secret ${tls.secret})`}`];
  return [`${rule.kind} ${rule.name} takes ${rule.host === '' ? 'any host' : rule.host}${rule.path} (${rule.pathType})`, ...gets, ...certificate];
}

function fixOf({ outcome, backend, matched }: MatchAnswer): Inline[] {
  if (outcome === 'unavailable' && backend !== null) {
    const [namespace = '', name = ''] = backend.service.split('/');
    return kubectl('See why nothing of its Service is ready', '-n', namespace, 'describe', 'service', name);
  }
  if (outcome === 'unavailable') return matched === null ? [] : [`Correct the backend of ${matched.kind} ${matched.name}.`];
  if (outcome === 'not-found') return ['Whose each Ingress is, and which nobody serves, tells: ', { code: 'ingress classes' }];
  return [];
}

import type { Resolution, ResolveOutcome } from '../../dns/index.js';
import { stretchesOf, type Path, type Stretch } from '../path.js';

const marks: Readonly<Record<ResolveOutcome, Path['mark']>> = { answered: 'works', 'no-data': 'stops', 'no-such-name': 'stops', failed: 'stops', forwarded: 'told', 'insufficient-information': 'unknown' };

/** From the resolv.conf, by each name that is asked for, to the records, or to where no name is left. The steps of an answer would be several for each of its queries. */
export function pathOfResolution(resolution: Resolution): Path {
  const mark = marks[resolution.outcome];
  const asked = askedNames(resolution);
  const within = asked.length === 0 ? stretchesOf(resolution, 'unknown') : asked;
  return { title: 'The path of a name', verdict: resolution.summary, mark, stretches: [...fileOf(resolution), ...within, endOf(resolution, mark)], notes: resolution.warnings };
}

function fileOf({ resolvConf, resolver }: Resolution): Stretch[] {
  if (resolvConf === null) return [];
  const search = resolvConf.searches.length === 0 ? '' : `; search ${resolvConf.searches.join(' ')}`;
  return [{ head: resolver === null ? 'resolver' : resolver.libc, action: 'reads resolv.conf', detail: `nameserver ${resolvConf.nameservers.join(', ')}${search}`, mark: 'passed' }];
}

/** One stretch a name, with its types; the queries for one name leave together. */
function askedNames({ queries }: Resolution): Stretch[] {
  const names = new Map<string, Resolution['queries'][number][]>();
  for (const query of queries) {
    const key = JSON.stringify([query.name, query.server]);
    names.set(key, [...(names.get(key) ?? []), query]);
  }
  return [...names.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [{ head: replyOf(same), action: `of ${first.server}`, detail: `${first.name} ${[...new Set(same.map(({ type }) => type))].join(', ')}`, mark: 'passed' } as const];
  });
}

/** What came back for one name: that one of its types has no record matters only where none has. */
function replyOf(same: Resolution['queries']): string {
  const isEmpty = same.every(({ answers, rcode }) => answers === 0 && rcode === 'NOERROR');
  return [...new Set(same.map(({ rcode, fate }) => rcode ?? fate))].join(', ') + (isEmpty ? ', empty' : '');
}

function endOf({ outcome, rcode, answers, hint, beyond, missing }: Resolution, mark: Path['mark']): Stretch {
  const records = answers.slice(0, 3).map(({ type, data }) => `${type} ${data}`);
  const rest = answers.length - records.length;
  const where = beyond[0] === undefined ? '' : `by ${beyond[0].plugin} to ${beyond[0].upstreams.join(', ')}`;
  const detail = records.length > 0 ? `${records.join(', ')}${rest > 0 ? `, +${rest} more` : ''}` : [where, hint ?? '', missing[0] === undefined ? '' : `Collect ${missing[0]}.`].filter((part) => part !== '').join('; ');
  return { head: outcome, action: rcode ?? '', detail, mark };
}

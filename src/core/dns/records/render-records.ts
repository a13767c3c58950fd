import { formatRef, renderMarkdown, renderText, sectionsOf, type Section, type Sheet } from '../../analysis/index.js';
import type { RecordsAnswer } from './records-answer.js';

export function renderRecordsMarkdown(answer: RecordsAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderRecordsText(answer: RecordsAnswer): string {
  return renderText(sheetOf(answer));
}

/**
 * The records as a zone file that `named-checkzone` takes. Source: RFC 1035 §5.1, RFC 2308 §4 for `$TTL`.
 *
 * @param answer with all records of its zone, from SOA to the last
 */
export function renderZoneFile({ zone, records, warnings, missing, count }: RecordsAnswer): string {
  const remarks = [...warnings, ...missing.map((what) => `not known: ${what}`)].map((text) => `; ${text.replaceAll(/\s+/g, ' ')}`);
  const [soa] = records;
  const head = zone === null || soa === undefined ? [] : [`$ORIGIN ${zone}`, `$TTL ${soa.ttl}`];
  const lines = records.map(({ name, ttl, type, data }) => `${name} ${ttl} IN ${type} ${data}`);
  return [...remarks, ...head, ...lines, ...(records.length < count ? [`; ${count - records.length} more records`] : [])].map((line) => `${line}\n`).join('');
}

function sheetOf(answer: RecordsAnswer): Sheet {
  const records: Section = {
    title: 'Records',
    noun: 'record',
    items: answer.records.map(({ name, ttl, type, data, object }) => ({ text: [{ code: `${name} ${ttl} ${type} ${data}` }, object === null ? '' : ` ${formatRef(object)}`] })),
    omitted: answer.count - answer.records.length,
  };
  return { verdict: answer.summary, sections: [records, ...sectionsOf(answer)], rest: 'The JSON rendering has them, page by page, and format=zone has the whole zone.' };
}

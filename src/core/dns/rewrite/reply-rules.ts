import type { LinearRegex } from '../../regex.js';
import type { ResourceRecord } from '../message.js';
import type { CoreDnsVersion } from '../plugin.js';
import { fillGroups } from '../regex-pattern.js';
import type { ReplyRule } from './rule.js';

/** Changes a text; what it does not match stays. */
export type TextChange = (text: string) => string;

/** Source: coredns 1.14.7, plugin/rewrite/name.go regexStringRewriter. */
export function byPattern(pattern: LinearRegex, replacement: string): TextChange {
  return (text) => {
    const groups = pattern.find(text);
    return groups === undefined ? text : fillGroups(replacement, groups);
  };
}

/** A name, and what lies below it. Source: name.go remapStringRewriter. */
export function byName(from: string, to: string): TextChange {
  return (text) => {
    if (text === from) return to;
    return text.endsWith(`.${from}`) ? text.slice(0, text.length - from.length) + to : text;
  };
}

/** Source: name.go suffixStringRewriter. */
export function bySuffix(from: string, to: string): TextChange {
  return (text) => (text.endsWith(from) ? text.slice(0, text.length - from.length) + to : text);
}

export function changeOwner(change: TextChange): ReplyRule {
  return { record: (record) => ({ ...record, name: change(record.name) }) };
}

/** Where the name stands in the data of types that hold one. Source: coredns 1.14.7, plugin/rewrite/reverter.go getRecordValueForRewrite. */
const places: Readonly<Record<string, 'first' | 'last'>> = { SRV: 'last', MX: 'last', CNAME: 'first', NS: 'first', DNAME: 'first', NAPTR: 'last', SOA: 'first', PTR: 'first' };

/** Until 1.9.4 not that of a PTR record. */
export function changeValue(change: TextChange, version: CoreDnsVersion): ReplyRule {
  const knowsPtr = version.atLeast('1.9.4');
  return { record: (record) => (record.type === 'PTR' && !knowsPtr ? record : withValue(record, change)) };
}

function withValue(record: ResourceRecord, change: TextChange): ResourceRecord {
  const place = Object.hasOwn(places, record.type) ? places[record.type] : undefined;
  if (place === undefined) return record;
  const cut = place === 'first' ? record.data.indexOf(' ') : record.data.lastIndexOf(' ');
  const [before, value, after] =
    place === 'first' ? ['', cut === -1 ? record.data : record.data.slice(0, cut), cut === -1 ? '' : record.data.slice(cut)] : [record.data.slice(0, cut + 1), record.data.slice(cut + 1), ''];
  return value === '' ? record : { ...record, data: before + change(value) + after };
}

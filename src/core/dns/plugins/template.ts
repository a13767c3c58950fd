import { CorefileError } from '../corefile/token.js';
import { originsOf } from '../corefile/zone-address.js';
import { fallOf, fallsThrough, type Fall } from '../fall.js';
import { byteLength } from '../go/quote.js';
import { parseUint } from '../go/number.js';
import { replyOf, type Beyond, type Query, type Rcode, type Reply, type ResourceRecord, type Served } from '../message.js';
import { matchZone } from '../name.js';
import type { Chain, Controller, CoreDnsVersion, DnsPlugin } from '../plugin.js';
import type { LinearRegex } from '../../regex.js';
import { isClass, isType, rcodeName, rcodeNumber } from '../record-types.js';
import { compileRegex, isPatternTooLong, longestPattern } from '../regex-pattern.js';
import { readTemplate } from '../template/read.js';
import { runTemplate, RunFault, type Value } from '../template/run.js';
import { functions, functionsOfGo, NotUnderstood, TemplateFault, type Node } from '../template/syntax.js';
import { ZoneFault } from '../zone/entry-words.js';
import { parseRecord } from '../zone/parse-zone.js';

/** A record to be made, or why what it would be is not known. */
type RecordTemplate = { readonly nodes: readonly Node[] } | { readonly notUnderstood: string };

export interface TemplateRule {
  readonly class: string;
  readonly type: string;
  readonly zones: readonly string[];
  readonly patterns: readonly LinearRegex[];
  readonly answer: readonly RecordTemplate[];
  readonly additional: readonly RecordTemplate[];
  readonly authority: readonly RecordTemplate[];
  readonly rcode: Rcode;
  readonly fall: Fall;
  readonly line: number;
}

export interface TemplateConfig {
  readonly rules: readonly TemplateRule[];
  readonly version: CoreDnsVersion;
}

type Draft = { -readonly [K in keyof TemplateRule]: TemplateRule[K] extends readonly (infer T)[] ? T[] : TemplateRule[K] };

/** Makes records of the names that are asked. Source: coredns 1.14.7, plugin/template/{setup,template}.go */
export const template: DnsPlugin<TemplateConfig> = {
  name: 'template',
  setup(c) {
    const rules: TemplateRule[] = [];
    while (c.next()) rules.push(readRule(c));
    return [{ rules, version: c.version }];
  },
  handler: (config) => {
    const zones = config.rules.flatMap((rule) => rule.zones);
    return (query, chain) => (matchZone(zones, query.name) === undefined ? chain.next(query) : serve(config, query, chain));
  },
};

function readRule(c: Controller): TemplateRule {
  const line = c.line();
  if (!c.nextArg()) throw c.argErr();
  const recordClass = c.val();
  if (!isClass(recordClass)) throw c.err(`invalid query class ${recordClass}`);
  if (!c.nextArg()) throw c.argErr();
  const type = c.val();
  if (!isType(type)) throw c.err(`invalid RR class ${type}`);
  const draft: Draft = { class: recordClass, type, zones: [...originsOf(c.remainingArgs(), c.origins)], patterns: [], answer: [], additional: [], authority: [], rcode: 'NOERROR', fall: [], line };
  while (c.nextBlock()) readOption(c, draft);
  if (draft.patterns.length === 0) draft.patterns.push(patternOf(c, '.*'));
  return draft;
}

function readOption(c: Controller, draft: Draft): void {
  const option = c.option();
  switch (option) {
    case 'match':
      draft.patterns.push(...atLeastOne(c).map((text) => patternOf(c, text)));
      return;
    case 'answer':
    case 'additional':
    case 'authority':
      draft[option].push(...atLeastOne(c).map((text) => recordTemplate(c, option, text)));
      return;
    case 'rcode': {
      if (!c.nextArg()) throw c.argErr();
      const code = rcodeNumber(c.val());
      if (code === undefined) throw c.err(`unknown rcode ${c.val()}`);
      draft.rcode = rcodeName(code) as Rcode;
      return;
    }
    case 'ederror': {
      const [code, , more] = c.remainingArgs();
      if (code === undefined || more !== undefined) throw c.argErr();
      const number = parseUint(code, 16);
      if ('error' in number) throw c.err(`error parsing extended DNS error code ${c.val()}, ${number.error}\n`);
      return;
    }
    case 'fallthrough':
      draft.fall = [...fallOf(c.remainingArgs())];
      return;
    case 'upstream':
      c.remainingArgs();
      return;
    default:
      throw c.argErr();
  }
}

function atLeastOne(c: Controller): string[] {
  const args = c.remainingArgs();
  if (args.length === 0) throw c.argErr();
  return args;
}

function patternOf(c: Controller, text: string): LinearRegex {
  if (isPatternTooLong(text, c.version)) throw c.err(`regex pattern too long: ${byteLength(text)} > ${longestPattern}`);
  const pattern = compileRegex(text);
  if ('error' in pattern) throw c.err(`could not parse regex: ${text}, ${pattern.error}`);
  return pattern.value;
}

function recordTemplate(c: Controller, section: string, text: string): RecordTemplate {
  try {
    return { nodes: readTemplate(text, c.version.atLeast('1.10.0') ? functions : functionsOfGo) };
  } catch (error) {
    if (error instanceof NotUnderstood) return { notUnderstood: error.message };
    if (error instanceof TemplateFault) throw new CorefileError(c.err(`could not compile template: ${c.val()}, template: ${section}:1: ${error.message}${section === 'answer' ? '' : '\n'}`).message, c.line());
    throw error;
  }
}

function serve({ rules, version }: TemplateConfig, query: Query, chain: Chain): Served {
  for (const rule of rules) {
    const zone = matchZone(rule.zones, query.name);
    if (zone === undefined || !suits(rule.class, query.class) || !suits(rule.type, query.type)) continue;
    const name = query.name.toLowerCase();
    const pattern = rule.patterns.find((candidate) => candidate.matches(name));
    if (pattern === undefined) {
      if (fallsThrough(rule.fall, name)) continue;
      // Until 1.9.3 it was left as a denial, which a server takes for written: nothing was sent.
      const isAnswered = version.atLeast('1.9.3');
      chain.journal.step('CoreDNS template', 'answer', `no pattern of the template on line ${rule.line} matches ${query.name}, and without fallthrough nothing after is asked: ${isAnswered ? 'SERVFAIL' : 'there is no reply'}`);
      if (!isAnswered) return { kind: 'dropped', plugin: 'template' };
      return { kind: 'unwritten', rcode: 'SERVFAIL' };
    }
    chain.journal.step('CoreDNS template', 'answer', `the template on line ${rule.line} answers ${query.name}${rule.rcode === 'NOERROR' ? '' : ` with ${rule.rcode}`}`);
    return answer(rule, query, dataOf(rule, query, { zone, pattern, version }), chain);
  }
  return chain.next(query);
}

function suits(wanted: string, asked: string): boolean {
  return wanted === 'ANY' || asked === 'ANY' || wanted === asked;
}

function answer(rule: TemplateRule, query: Query, data: ReadonlyMap<string, Value>, chain: Chain): Served {
  if (rule.rcode === 'SERVFAIL') return { kind: 'unwritten', rcode: 'SERVFAIL' };
  try {
    const reply = fill(rule, query, data, chain);
    // The server takes these codes for “nothing written”, and writes one more reply, which comes too late to be seen.
    return replyOf(reply);
  } catch (error) {
    if (error instanceof NotUnderstood) return { kind: 'unknown', plugin: 'template', reason: `the template on line ${rule.line} is not understood: ${error.message}` };
    if (error instanceof RunFault || error instanceof ZoneFault) {
      chain.journal.step('CoreDNS template', 'answer', `the template makes no record: ${error.message}`);
      return { kind: 'unwritten', rcode: 'SERVFAIL', error: error.message };
    }
    throw error;
  }
}

function fill(rule: TemplateRule, query: Query, data: ReadonlyMap<string, Value>, chain: Chain): Partial<Reply> {
  const answers: ResourceRecord[] = [];
  const beyond: Beyond[] = [];
  for (const source of rule.answer) {
    const record = makeRecord(source, data);
    answers.push(record);
    if (record.type !== 'CNAME' || (query.type !== 'A' && query.type !== 'AAAA')) continue;
    const target = chain.upstream({ ...query, name: record.data });
    if (target.kind === 'unknown') throw new NotUnderstood(target.reason);
    if (target.kind === 'forwarded') beyond.push(target);
    if (target.kind !== 'reply') continue;
    answers.push(...target.reply.answers);
    beyond.push(...(target.reply.beyond ?? []));
  }
  const others = (sources: readonly RecordTemplate[]): ResourceRecord[] => sources.map((source) => makeRecord(source, data));
  return { rcode: rule.rcode, answers, additional: others(rule.additional), authority: others(rule.authority), ...(beyond.length > 0 && { beyond }) };
}

function makeRecord(source: RecordTemplate, data: ReadonlyMap<string, Value>): ResourceRecord {
  if ('notUnderstood' in source) throw new NotUnderstood(source.notUnderstood);
  const record = parseRecord(`${runTemplate(source.nodes, data)}\n`);
  if (record === undefined) throw new RunFault('no record');
  return record;
}

/** Source: plugin/template/template.go match. The key '' marks what has a fixed set of fields. */
function dataOf(rule: TemplateRule, query: Query, { zone, pattern, version }: { readonly zone: string; readonly pattern: LinearRegex; readonly version: CoreDnsVersion }): ReadonlyMap<string, Value> {
  const name = query.name.toLowerCase();
  const match = pattern.find(name) ?? [];
  const group = new Map<string, Value>(match.map((text, i) => [String(i), text]));
  for (const [i, groupName] of pattern.groupNames) group.set(groupName, match[i] ?? '');
  return new Map<string, Value>([
    ['', true],
    ['Zone', zone],
    ['Name', name],
    ['Regex', pattern.source],
    ['Match', match],
    ['Group', group],
    ['Class', query.class === 'ANY' ? rule.class : query.class],
    ['Type', query.type === 'ANY' ? rule.type : query.type],
    ['Question', new Map<string, Value>([['', true], ['Name', query.name]])],
    ...(version.atLeast('1.7.1') ? [['Remote', query.client] as const] : []),
  ]);
}

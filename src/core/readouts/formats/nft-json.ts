import { isRecord } from '../../record.js';
import { numberOf, textOf, type JsonObject } from '../json.js';
import { rejectWith, metaField } from './nft-rule-text.js';
import { isPlainVerdict, plainMatch, plainValue, priorityOf, valueOf, type NftChain, type NftElement, type NftExpression, type NftHook, type NftOperator, type NftRule, type NftSet, type NftStatement, type NftTable, type NftVerdict } from './nft-model.js';

/** Thrown where a statement or an expression is none that is read here. */
class NotUnderstood extends Error {}

/** Whether a document is what `nft -j list ruleset` prints. */
export function isNftJson(value: unknown): value is { readonly nftables: readonly unknown[] } {
  return isRecord(value) && Array.isArray(value['nftables']);
}

interface Draft {
  readonly table: Omit<NftTable, 'chains' | 'sets' | 'counters' | 'others'>;
  readonly chains: Map<string, Omit<NftChain, 'rules'> & { readonly rules: NftRule[] }>;
  readonly sets: NftSet[];
  readonly counters: string[];
  readonly others: string[];
}

/**
 * The tables of `nft -j list ruleset`. Source: nftables 1.0.9 `doc/libnftables-json.adoc`, `src/json.c`.
 *
 * @param isUnderstood whose rules are read; of other tables they are kept as words
 */
export function readJsonTables(objects: readonly unknown[], isUnderstood: (name: string) => boolean): NftTable[] {
  const drafts = new Map<string, Draft>();
  const draftOf = (object: JsonObject, name: string): Draft => {
    const family = textOf(object['family']) ?? '';
    const key = `${family} ${name}`;
    const known = drafts.get(key);
    if (known !== undefined) return known;
    const draft: Draft = { table: { family, name, ...commentOf(object), understood: isUnderstood(name) }, chains: new Map(), sets: [], counters: [], others: [] };
    drafts.set(key, draft);
    return draft;
  };
  for (const object of objects) {
    const [kind, inner] = isRecord(object) ? (Object.entries(object)[0] ?? []) : [];
    if (kind === undefined || kind === 'metainfo' || !isRecord(inner)) continue;
    const draft = draftOf(inner, textOf(kind === 'table' ? inner['name'] : inner['table']) ?? '');
    if (kind !== 'table') addTo(draft, kind, inner);
  }
  return [...drafts.values()].map(({ table, chains, ...rest }) => ({ ...table, chains: [...chains.values()], ...rest }));
}

function addTo(draft: Draft, kind: string, object: JsonObject): void {
  const name = textOf(object['name']) ?? '';
  if (kind === 'chain') draft.chains.set(name, { name, ...commentOf(object), ...hookOf(object), rules: [] });
  else if (kind === 'rule') draft.chains.get(textOf(object['chain']) ?? '')?.rules.push(ruleOf(object, draft.table.understood));
  else if (kind === 'set' || kind === 'map') draft.sets.push(setOf(kind, name, object));
  else if (kind === 'counter') draft.counters.push(name);
  else draft.others.push(`${kind} ${name}`);
}

function commentOf(object: JsonObject): { comment?: string } {
  const comment = textOf(object['comment']);
  return comment === undefined ? {} : { comment };
}

function hookOf(object: JsonObject): { hook?: NftHook } {
  const hook = textOf(object['hook']);
  if (hook === undefined) return {};
  const priority = numberOf(object['prio']) ?? priorityOf(textOf(object['prio']) ?? '') ?? 0;
  return { hook: { type: textOf(object['type']) ?? '', hook, priority, policy: object['policy'] === 'drop' ? 'drop' : 'accept' } };
}

function ruleOf(object: JsonObject, understood: boolean): NftRule {
  const statements = Array.isArray(object['expr']) ? object['expr'] : [];
  return { statements: statements.map((each) => (understood ? statementOf(each) : { kind: 'other', text: shown(each) })), ...commentOf(object) };
}

function setOf(kind: 'set' | 'map', name: string, object: JsonObject): NftSet {
  const type = typesOf(object['type']);
  const timeout = numberOf(object['timeout']);
  const elements = Array.isArray(object['elem']) ? object['elem'] : [];
  return {
    kind, name, ...commentOf(object), type,
    ...(kind === 'map' ? { valueType: typesOf(object['map']) } : {}),
    flags: listOf(object['flags']).sort(),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    elements: elements.flatMap((each) => {
      try {
        return [elementOf(each, type)];
      } catch (error) {
        if (error instanceof NotUnderstood) return [];
        throw error;
      }
    }),
  };
}

function typesOf(value: unknown): readonly string[] {
  return isRecord(value) ? [`typeof ${shown(value)}`] : listOf(value);
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((each) => textOf(each) ?? []);
}

/** `key`, `[key, value]`, and around a key `{"elem": {"val": key, "comment": …}}`. */
function elementOf(value: unknown, types: readonly (string | undefined)[] | undefined): NftElement {
  const pair: readonly unknown[] = Array.isArray(value) ? value : [value];
  const [first, mapped] = pair;
  const elem = isRecord(first) && isRecord(first['elem']) ? first['elem'] : undefined;
  const key = partsOf(elem === undefined ? first : elem['val'], types);
  const comment = elem === undefined ? {} : commentOf(elem);
  if (mapped === undefined) return { key, ...comment };
  return { key, value: isRecord(mapped) && !('concat' in mapped) && !('prefix' in mapped) ? verdictOf(mapped) : partsOf(mapped, undefined), ...comment };
}

function partsOf(value: unknown, types: readonly (string | undefined)[] | undefined): readonly string[] {
  const parts = isRecord(value) && Array.isArray(value['concat']) ? value['concat'] : [value];
  return parts.map((part, i) => literalOf(part, types?.[i]));
}

/** A text, a number, a block or a range. */
function literalOf(value: unknown, type: string | undefined): string {
  if (typeof value === 'string' || typeof value === 'number') return valueOf(type, String(value));
  if (!isRecord(value)) throw new NotUnderstood();
  const { prefix, range } = value;
  if (isRecord(prefix)) return `${textOf(prefix['addr']) ?? numberOf(prefix['addr']) ?? ''}/${numberOf(prefix['len']) ?? 0}`;
  if (Array.isArray(range)) return range.map((end) => literalOf(end, type)).join('-');
  throw new NotUnderstood();
}

function verdictOf(value: JsonObject): NftVerdict {
  const [kind, target] = Object.entries(value)[0] ?? [''];
  if (isPlainVerdict(kind)) return { kind };
  const chain = isRecord(target) ? textOf(target['target']) : undefined;
  if ((kind === 'jump' || kind === 'goto') && chain !== undefined) return { kind, chain };
  throw new NotUnderstood();
}

function statementOf(value: unknown): NftStatement {
  try {
    return readStatement(value);
  } catch (error) {
    if (error instanceof NotUnderstood) return { kind: 'other', text: shown(value) };
    throw error;
  }
}

function readStatement(value: unknown): NftStatement {
  const [kind, inner] = isRecord(value) ? (Object.entries(value)[0] ?? ['']) : [''];
  if (isPlainVerdict(kind) || kind === 'jump' || kind === 'goto') return { kind: 'verdict', verdict: verdictOf(value as JsonObject) };
  if (kind === 'counter') return typeof inner === 'string' ? { kind, name: inner } : { kind };
  if (kind === 'masquerade') return { kind, flags: isRecord(inner) ? listOf(inner['flags']).sort() : [] };
  if (kind === 'reject') return isRecord(inner) ? rejectWith(textOf(inner['type']) ?? '', textOf(inner['expr']) ?? 'port-unreachable') : { kind };
  if (!isRecord(inner)) throw new NotUnderstood();
  switch (kind) {
    case 'match':
      return matchOf(inner);
    case 'vmap': {
      const key = expressionOf(inner['key']);
      return { kind, key, data: operandOf(inner['data'], key) };
    }
    case 'mangle': {
      const field = expressionOf(inner['key']);
      if (field.kind !== 'field') throw new NotUnderstood();
      return { kind: 'assign', field: field.name, value: operandOf(inner['value'], undefined) };
    }
    case 'dnat':
      return dnatOf(inner);
    case 'set':
      return { kind: 'update', op: textOf(inner['op']) ?? '', set: (textOf(inner['set']) ?? '').replace(/^@/, ''), key: expressionOf(unwrapped(inner['elem'])) };
    default:
      throw new NotUnderstood();
  }
}

function unwrapped(value: unknown): unknown {
  return isRecord(value) && isRecord(value['elem']) ? value['elem']['val'] : value;
}

const operators: ReadonlySet<string> = new Set<NftOperator>(['==', '!=', '<', '>', '<=', '>=', 'in']);

function matchOf(inner: JsonObject): NftStatement {
  const left = expressionOf(inner['left']);
  const op = textOf(inner['op']) ?? '';
  if (!operators.has(op)) throw new NotUnderstood();
  return plainMatch(left, op as NftOperator, operandOf(inner['right'], left));
}

function dnatOf(inner: JsonObject): NftStatement {
  const address = operandOf(inner['addr'], undefined);
  return inner['port'] === undefined ? { kind: 'dnat', address } : { kind: 'dnat', address, port: operandOf(inner['port'], undefined) };
}

/** What depends on the packet. */
function expressionOf(value: unknown, depth = 0): NftExpression {
  const [kind, inner] = isRecord(value) ? (Object.entries(value)[0] ?? ['']) : [''];
  if (depth > 8) throw new NotUnderstood();
  if (kind === 'concat' && Array.isArray(inner)) return { kind, parts: inner.map((part) => expressionOf(part, depth + 1)) };
  if ((kind === '&' || kind === '|' || kind === '^') && Array.isArray(inner)) {
    return { kind: 'bits', op: kind, left: expressionOf(inner[0], depth + 1), right: operandOf(inner[1], undefined, depth + 1) };
  }
  if (!isRecord(inner)) throw new NotUnderstood();
  const text = (key: string): string => textOf(inner[key]) ?? '';
  if (kind === 'meta') return { kind: 'field', name: metaField(text('key')) };
  if (kind === 'payload' && 'field' in inner) return { kind: 'field', name: `${text('protocol')} ${text('field')}` };
  if (kind === 'ct') return { kind: 'field', name: `ct ${text('key')}` };
  if (kind === 'fib') return { kind: 'field', name: `fib ${listOf(inner['flags']).join(' . ')} ${text('result')}` };
  if (kind === 'numgen') return { kind, mode: text('mode'), mod: numberOf(inner['mod']) ?? 0 };
  if (kind === 'map') {
    const key = expressionOf(inner['key'], depth + 1);
    return { kind, key, data: operandOf(inner['data'], key) };
  }
  throw new NotUnderstood();
}

/** The right side: a set, with a name or without, a value, or an expression. */
function operandOf(value: unknown, of: NftExpression | undefined, depth = 0): NftExpression {
  const parts = of?.kind === 'concat' ? of.parts : of === undefined ? [] : [of];
  const types = parts.map((part) => (part.kind === 'field' ? part.name : undefined));
  if (typeof value === 'string' && value.startsWith('@')) return { kind: 'named', name: value.slice(1) };
  if (Array.isArray(value)) return { kind: 'value', text: listOf(value).sort().join(',') };
  if (typeof value === 'string' || typeof value === 'number') return { kind: 'value', text: valueOf(types[0], plainValue(String(value))) };
  if (!isRecord(value)) throw new NotUnderstood();
  if (Array.isArray(value['set'])) return { kind: 'set', elements: value['set'].map((each) => elementOf(each, types)) };
  if ('prefix' in value || 'range' in value) return { kind: 'value', text: literalOf(value, types[0]) };
  return expressionOf(value, depth + 1);
}

/** JSON that is kept as words; how deep it goes is the caller's choice, and no answer needs more than a few levels. */
function shown(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (depth > 6) return '…';
  if (Array.isArray(value)) return `[${value.map((each) => shown(each, depth + 1)).join(',')}]`;
  return `{${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${shown(each, depth + 1)}`).join(',')}}`;
}

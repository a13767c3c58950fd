import { bitFields, isPlainVerdict, plainMatch, plainValue, valueOf, type NftElement, type NftExpression, type NftOperator, type NftRule, type NftStatement, type NftVerdict } from './nft-model.js';
import { TokenReader, wordsOfTokens, type NftToken } from './nft-tokens.js';

/** Thrown where the language goes on in a way that is not read here. */
class NotUnderstood extends Error {}

/**
 * One rule in nft's words, as it lists them or as a script adds them: what kube-proxy's tables hold. A rule with a word that is not read here
 * comes to one statement of kind `other`. Source: nftables 1.0.9 `src/parser_bison.y`.
 */
export function readRule(tokens: readonly NftToken[]): NftRule {
  const reader = new TokenReader(tokens);
  const statements: NftStatement[] = [];
  let comment: string | undefined;
  try {
    while (!reader.isDone) {
      if (reader.takeIf('comment')) comment = reader.take()?.text;
      else statements.push(readStatement(reader));
    }
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return { statements: [{ kind: 'other', text: wordsOfTokens(tokens) }] };
  }
  return { statements, ...(comment === undefined ? {} : { comment }) };
}

function readStatement(reader: TokenReader): NftStatement {
  const word = reader.peek();
  const verdict = readVerdict(reader);
  if (verdict !== undefined) return { kind: 'verdict', verdict };
  switch (word) {
    case 'counter':
      return readCounter(reader);
    case 'masquerade':
      return readMasquerade(reader);
    case 'reject':
      return readReject(reader);
    case 'dnat':
      return readDnat(reader);
    case 'update':
    case 'add':
    case 'delete':
      return readUpdate(reader);
    default:
      return readMatch(reader);
  }
}

/** A verdict, if one stands next. */
export function readVerdict(reader: TokenReader): NftVerdict | undefined {
  const word = reader.peek();
  if (isPlainVerdict(word)) {
    reader.take();
    return { kind: word };
  }
  if (word !== 'jump' && word !== 'goto') return undefined;
  reader.take();
  return { kind: word, chain: wordOf(reader) };
}

function readCounter(reader: TokenReader): NftStatement {
  reader.take();
  if (reader.takeIf('name')) return { kind: 'counter', name: wordOf(reader) };
  if (reader.takeIf('packets')) {
    reader.take();
    reader.takeIf('bytes');
    reader.take();
  }
  return { kind: 'counter' };
}

const natFlags: ReadonlySet<string> = new Set(['fully-random', 'random', 'persistent']);

function readMasquerade(reader: TokenReader): NftStatement {
  reader.take();
  const flags: string[] = [];
  while (natFlags.has(reader.peek())) {
    flags.push(wordOf(reader));
    reader.takeIf(',');
  }
  return { kind: 'masquerade', flags: flags.sort() };
}

function readReject(reader: TokenReader): NftStatement {
  reader.take();
  if (!reader.takeIf('with')) return { kind: 'reject' };
  const protocol = wordOf(reader);
  reader.takeIf('type');
  return rejectWith(protocol, wordOf(reader));
}

/** The reject of a type (`icmp`, `icmpv6`, `icmpx`, `tcp`) and a reason. */
export function rejectWith(type: string, reason: string): NftStatement {
  const isDefault = type !== 'tcp' && reason === 'port-unreachable';
  return isDefault ? { kind: 'reject' } : { kind: 'reject', with: `${type} ${reason}` };
}

function readDnat(reader: TokenReader): NftStatement {
  reader.take();
  if (reader.peek() === 'ip' || reader.peek() === 'ip6') reader.take();
  reader.takeIf('addr', '.', 'port');
  if (!reader.takeIf('to')) throw new NotUnderstood();
  if (reader.peek() === 'numgen') return { kind: 'dnat', address: readMapped(reader) };
  const written = wordOf(reader);
  const [, address = written, port] = /^\[?([0-9a-f:.]+)\]:(\d{1,5})$/.exec(written) ?? /^([0-9.]+):(\d{1,5})$/.exec(written) ?? [];
  if (!/^[0-9a-f:.]+$/.test(address)) throw new NotUnderstood();
  return { kind: 'dnat', address: { kind: 'value', text: address }, ...(port === undefined ? {} : { port: { kind: 'value', text: port } }) };
}

/** `numgen random mod 2 map { 0 : 10.0.0.1 . 80, 1 : 10.0.0.2 . 80 }`. */
function readMapped(reader: TokenReader): NftExpression {
  const key = readExpression(reader);
  if (!reader.takeIf('map')) throw new NotUnderstood();
  return { kind: 'map', key, data: readOperand(reader, undefined) };
}

function readUpdate(reader: TokenReader): NftStatement {
  const op = wordOf(reader);
  const set = reader.peek();
  if (!set.startsWith('@')) throw new NotUnderstood();
  reader.take();
  if (!reader.takeIf('{')) throw new NotUnderstood();
  const key = readExpression(reader);
  while (!reader.isDone && reader.peek() !== '}') reader.take();
  if (!reader.takeIf('}')) throw new NotUnderstood();
  return { kind: 'update', op, set: set.slice(1), key };
}

const operators: Readonly<Record<string, NftOperator>> = { '==': '==', eq: '==', '!=': '!=', ne: '!=', '<': '<', lt: '<', '>': '>', gt: '>', '<=': '<=', le: '<=', '>=': '>=', ge: '>=' };

function readMatch(reader: TokenReader): NftStatement {
  const left = readExpression(reader);
  if (reader.takeIf('vmap')) return { kind: 'vmap', key: left, data: readOperand(reader, left) };
  if (left.kind === 'field' && reader.takeIf('set')) return { kind: 'assign', field: left.name, value: readValueExpression(reader) };
  const written = operators[reader.peek()];
  if (written !== undefined) reader.take();
  const right = readOperand(reader, left);
  const implied = left.kind === 'field' && bitFields.has(left.name) ? 'in' : '==';
  return plainMatch(left, written ?? implied, right);
}

/** What `meta mark set` assigns: a value, or the field with bits of it changed. */
function readValueExpression(reader: TokenReader): NftExpression {
  return isField(reader) ? readExpression(reader) : { kind: 'value', text: plainValue(wordOf(reader)) };
}

function readExpression(reader: TokenReader): NftExpression {
  const first = readTerm(reader);
  if (reader.peek() !== '.') return first;
  const parts = [first];
  while (reader.takeIf('.')) parts.push(readTerm(reader));
  return { kind: 'concat', parts };
}

const bitOperators: Readonly<Record<string, '&' | '|' | '^'>> = { '&': '&', and: '&', '|': '|', or: '|', '^': '^', xor: '^' };

function readTerm(reader: TokenReader): NftExpression {
  let left = readField(reader);
  for (let op = bitOperators[reader.peek()]; op !== undefined; op = bitOperators[reader.peek()]) {
    reader.take();
    left = { kind: 'bits', op, left, right: { kind: 'value', text: plainValue(wordOf(reader)) } };
  }
  return left;
}

const headers: ReadonlySet<string> = new Set(['ip', 'ip6', 'tcp', 'udp', 'sctp', 'th', 'icmp', 'icmpv6', 'ether', 'ct']);
const interfaces: ReadonlySet<string> = new Set(['iif', 'iifname', 'oif', 'oifname']);

function isField(reader: TokenReader): boolean {
  const word = reader.peek();
  return headers.has(word) || interfaces.has(word) || word === 'meta' || word === 'mark' || word === 'fib';
}

function readField(reader: TokenReader): NftExpression {
  const word = wordOf(reader);
  if (headers.has(word)) return { kind: 'field', name: `${word} ${wordOf(reader)}` };
  if (interfaces.has(word)) return { kind: 'field', name: word };
  if (word === 'mark') return { kind: 'field', name: 'meta mark' };
  if (word === 'meta') return { kind: 'field', name: metaField(wordOf(reader)) };
  if (word === 'numgen') {
    const mode = wordOf(reader);
    if (!reader.takeIf('mod')) throw new NotUnderstood();
    return { kind: 'numgen', mode, mod: Number(wordOf(reader)) };
  }
  if (word !== 'fib') throw new NotUnderstood();
  const flags = [wordOf(reader)];
  while (reader.takeIf('.')) flags.push(wordOf(reader));
  return { kind: 'field', name: `fib ${flags.join(' . ')} ${wordOf(reader)}` };
}

/** The name of a field by its key of `meta`: of interfaces nft prints the key alone. */
export function metaField(key: string): string {
  return interfaces.has(key) ? key : `meta ${key}`;
}

/** The right side: `@name`, a set without a name, or a value of one or several parts. `of` is what it is compared with. */
function readOperand(reader: TokenReader, of: NftExpression | undefined): NftExpression {
  const types = of === undefined ? undefined : fieldsOf(of);
  if (reader.takeIf('{')) {
    const { elements, isWhole } = readElements(reader, types);
    if (!isWhole) throw new NotUnderstood();
    return { kind: 'set', elements };
  }
  if (reader.peek().startsWith('@')) return { kind: 'named', name: wordOf(reader).slice(1) };
  const words = [valueWord(reader, types?.[0])];
  while (reader.takeIf('.')) words.push(valueWord(reader, types?.[words.length]));
  if (words.length > 1) return { kind: 'concat', parts: words.map((text) => ({ kind: 'value', text })) };
  const several = [...words];
  while (reader.takeIf(',')) several.push(valueWord(reader, types?.[0]));
  return { kind: 'value', text: several.sort().join(',') };
}

function fieldsOf(expression: NftExpression): readonly (string | undefined)[] {
  const parts = expression.kind === 'concat' ? expression.parts : [expression];
  return parts.map((part) => (part.kind === 'field' ? part.name : undefined));
}

/**
 * What stands in braces, the closing one included: `10.0.0.1 . tcp . 80 comment "shop/web" timeout 3h : goto service-…, …`. Where that cannot be read,
 * the elements before, and the reader stands behind the word at fault.
 *
 * @param types of the parts of a key: names of types, or of the fields that they are compared with
 */
export function readElements(reader: TokenReader, types: readonly (string | undefined)[] | undefined): { readonly elements: readonly NftElement[]; readonly isWhole: boolean } {
  const elements: NftElement[] = [];
  try {
    while (!reader.takeIf('}')) {
      elements.push(readElement(reader, types));
      if (reader.peek() !== '}' && !reader.takeIf(',')) return { elements, isWhole: false };
    }
    return { elements, isWhole: true };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return { elements, isWhole: false };
  }
}

function readElement(reader: TokenReader, types: readonly (string | undefined)[] | undefined): NftElement {
  const key = [valueWord(reader, types?.[0])];
  while (reader.takeIf('.')) key.push(valueWord(reader, types?.[key.length]));
  let comment: string | undefined;
  for (let word = reader.peek(); word === 'comment' || word === 'timeout' || word === 'expires' || word === 'counter'; word = reader.peek()) {
    reader.take();
    if (word === 'comment') comment = reader.take()?.text;
    else if (word !== 'counter') reader.take();
    else if (reader.takeIf('packets')) for (let i = 0; i < 3; i++) reader.take();
  }
  const told = comment === undefined ? {} : { comment };
  if (!reader.takeIf(':')) return { key, ...told };
  const verdict = readVerdict(reader);
  if (verdict !== undefined) return { key, value: verdict, ...told };
  const value = [plainValue(wordOf(reader))];
  while (reader.takeIf('.')) value.push(plainValue(wordOf(reader)));
  return { key, value, ...told };
}

function valueWord(reader: TokenReader, type: string | undefined): string {
  return valueOf(type, wordOf(reader));
}

function wordOf(reader: TokenReader): string {
  const token = reader.take();
  if (token === undefined || token.kind === 'mark') throw new NotUnderstood();
  return token.text;
}

import type { Line, Problems } from '../lines.js';
import { plainValue, priorityOf, secondsOf, type NftChain, type NftElement, type NftHook, type NftRule, type NftSet, type NftTable } from './nft-model.js';
import { readElements, readRule } from './nft-rule-text.js';
import { TokenReader, tokensOf, wordsOfTokens, type NftToken } from './nft-tokens.js';

/** Whether a line begins a table, as `nft list` prints it. */
export function beginsTable(text: string): boolean {
  return /^\s*table\s+(?:ip|ip6|inet|arp|bridge|netdev)\s+\S+\s*\{/.test(text);
}

/**
 * The tables of a listing of `nft list ruleset` or `nft list table`, with `-a`, `-n`, `-s` or not. What stands around them goes to `problems`; but chains, sets and maps of kube-proxy
 * that were copied without their table are taken for a part of it.
 *
 * @param isUnderstood whose rules are read; of other tables they are kept as words
 */
export function readTables(lines: readonly Line[], problems: Problems, isUnderstood: (name: string) => boolean): NftTable[] {
  const tables: NftTable[] = [];
  const foreign: Line[] = [];
  const bare: NftToken[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i] as Line;
    if (beginsPart(line.text)) {
      const block = takeBlock(lines, i);
      bare.push(...block.tokens);
      i = block.next;
      continue;
    }
    if (!beginsTable(line.text)) {
      // What nft says of tables that iptables-nft manages.
      if (line.text.trim() !== '' && !line.text.trimStart().startsWith('#')) foreign.push(line);
      i += 1;
      continue;
    }
    const block = takeBlock(lines, i);
    if (!block.isWhole) problems.add(line, 1, 'this table is cut off: its closing brace is missing');
    tables.push(readTable(block.tokens, problems, isUnderstood));
    i = block.next;
  }
  problems.addForeign(foreign, 'nft list ruleset');
  return bare.length === 0 ? tables : [...tables, readTable(tableAround(bare), problems, isUnderstood)];
}

/** A chain, set or map that kube-proxy makes, by its name. Source: pkg/proxy/nftables/proxier.go v1.37.2. */
function beginsPart(text: string): boolean {
  return /^\s*(?:chain|set|map)\s+(?:(?:service|local|external|firewall|endpoint|affinity)-[A-Z2-7]{8}-\S{1,300}|services|service-(?:ips|nodeports)|no-endpoint-\S{1,60}|firewall-(?:ips|check)|cluster-ips(?:-check)?|nodeport-ips|nodeport-endpoints-check|service-endpoints-check|masquerading|mark-for-masquerade|reject-chain|hairpin-connections|(?:filter|nat)-(?:prerouting|input|forward|output|postrouting)(?:-pre-dnat)?)\s*\{/.test(text);
}

/** Of IPv6 where its rules ask for that. */
function tableAround(parts: readonly NftToken[]): readonly NftToken[] {
  const [first] = parts;
  const family = parts.some(({ text }) => text === 'ip6' || text === 'ipv6_addr') ? 'ip6' : 'ip';
  return [...tokensOf({ number: first?.line.number ?? 1, text: `table ${family} kube-proxy {` }), ...parts];
}

/** The tokens of the table that begins with line `from`, up to the brace that closes it or the line that begins the next. */
function takeBlock(lines: readonly Line[], from: number): { readonly tokens: readonly NftToken[]; readonly next: number; readonly isWhole: boolean } {
  const tokens: NftToken[] = [];
  const isPart = !beginsTable((lines[from] as Line).text);
  let depth = 0;
  for (let i = from; i < lines.length; i++) {
    const line = lines[i] as Line;
    if (i > from && (beginsTable(line.text) || (isPart && depth === 1 && beginsPart(line.text)))) return { tokens, next: i, isWhole: false };
    for (const token of tokensOf(line)) {
      tokens.push(token);
      if (token.kind === 'mark') depth += token.text === '{' ? 1 : token.text === '}' ? -1 : 0;
    }
    if (depth <= 0) return { tokens, next: i + 1, isWhole: true };
  }
  return { tokens, next: lines.length, isWhole: false };
}

/** One sentence of a block: its words up to the end of the line, and the block in braces that follows. */
interface Clause {
  readonly words: readonly NftToken[];
  readonly body?: readonly NftToken[];
}

/** The clauses of a block. Braces of a set without a name (`elements = { … }`, `vmap { … }`) belong to the words: only `isBlock` opens a body. */
function* clausesOf(tokens: readonly NftToken[], isBlock: (words: readonly NftToken[]) => boolean): Generator<Clause> {
  let words: NftToken[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as NftToken;
    const opens = token.kind === 'mark' && token.text === '{';
    if (!opens) {
      const ends = token.kind === 'end' || (token.kind === 'mark' && (token.text === ';' || token.text === '}'));
      if (!ends) words.push(token);
      else if (words.length > 0) {
        yield { words };
        words = [];
      }
      continue;
    }
    const close = closingOf(tokens, i);
    if (isBlock(words)) {
      yield { words, body: tokens.slice(i + 1, close) };
      words = [];
    } else for (let inner = i; inner <= close; inner++) words.push(tokens[inner] as NftToken);
    i = close;
  }
  if (words.length > 0) yield { words };
}

/** The index of the brace that closes the one at `open`; the last token where none does. */
function closingOf(tokens: readonly NftToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const { kind, text } = tokens[i] as NftToken;
    if (kind === 'mark') depth += text === '{' ? 1 : text === '}' ? -1 : 0;
    if (depth === 0) return i;
  }
  return tokens.length - 1;
}

function readTable(tokens: readonly NftToken[], problems: Problems, isUnderstood: (name: string) => boolean): NftTable {
  const [, family, name] = tokens;
  const open = tokens.findIndex(({ kind, text }) => kind === 'mark' && text === '{');
  const understood = isUnderstood(name?.text ?? '');
  const table = { comment: undefined as string | undefined, chains: [] as NftChain[], sets: [] as NftSet[], counters: [] as string[], others: [] as string[] };
  for (const { words, body } of clausesOf(tokens.slice(open + 1), () => true)) {
    const [kind, named] = words;
    if (kind?.text === 'comment') table.comment = named?.text;
    else if (body === undefined || kind === undefined) continue;
    else if (kind.text === 'chain') table.chains.push(readChain(named?.text ?? '', body, problems, understood));
    else if (kind.text === 'set' || kind.text === 'map') table.sets.push(readSet(kind.text, named?.text ?? '', body, understood ? problems : undefined));
    else if (kind.text === 'counter') table.counters.push(named?.text ?? '');
    else table.others.push(wordsOfTokens(words));
  }
  const { comment, ...rest } = table;
  return { family: family?.text ?? '', name: name?.text ?? '', ...(comment === undefined ? {} : { comment }), understood, ...rest };
}

function readChain(name: string, body: readonly NftToken[], problems: Problems, understood: boolean): NftChain {
  const rules: NftRule[] = [];
  let hook: NftHook | undefined;
  let comment: string | undefined;
  for (const { words } of clausesOf(body, () => false)) {
    const [first, second] = words;
    if (first?.text === 'type' && words.some(({ text }) => text === 'hook')) hook = readHook(words);
    else if (first?.text === 'policy') hook = hook && { ...hook, policy: second?.text === 'drop' ? 'drop' : 'accept' };
    else if (first?.text === 'comment' && words.length === 2) comment = second?.text;
    else rules.push(understood ? ruleOf(words, problems) : { statements: [{ kind: 'other', text: wordsOfTokens(words) }] });
  }
  return { name, ...(comment === undefined ? {} : { comment }), ...(hook === undefined ? {} : { hook }), rules };
}

function ruleOf(words: readonly NftToken[], problems: Problems): NftRule {
  const rule = readRule(words);
  const [first] = words;
  const [statement] = rule.statements;
  if (first !== undefined && statement?.kind === 'other') problems.add(first.line, first.column, 'kube-proxy writes no rule like this; it is kept as words');
  return rule;
}

/** `type filter hook prerouting priority dstnat - 10`. */
function readHook(words: readonly NftToken[]): NftHook {
  const after = (word: string) => words[words.findIndex(({ text }) => text === word) + 1]?.text ?? '';
  const priority = words.slice(words.findIndex(({ text }) => text === 'priority') + 1).map(({ text }) => text);
  return { type: after('type'), hook: after('hook'), priority: priorityOf(priority.join(' ')) ?? 0, policy: 'accept' };
}

function readSet(kind: 'set' | 'map', name: string, body: readonly NftToken[], problems: Problems | undefined): NftSet {
  let type: readonly string[] = [];
  let valueType: readonly string[] | undefined;
  let flags: readonly string[] = [];
  let comment: string | undefined;
  let timeoutSeconds: number | undefined;
  let elements: readonly NftElement[] = [];
  for (const { words } of clausesOf(body, () => false)) {
    const [first, second] = words;
    const rest = words.slice(1).filter((word) => word.kind !== 'mark').map(({ text }) => text);
    if (first?.text === 'type' || first?.text === 'typeof') {
      const [key = '', value] = rest.join(' ').split(' : ');
      const typesOf = (text: string) => (first.text === 'typeof' ? [`typeof ${text}`] : text.split(' . '));
      type = typesOf(key);
      if (value !== undefined) valueType = typesOf(value);
    } else if (first?.text === 'flags') flags = rest.sort();
    else if (first?.text === 'timeout') timeoutSeconds = secondsOf(plainValue(second?.text ?? ''));
    else if (first?.text === 'comment') comment = second?.text;
    else if (first?.text === 'elements') elements = elementsOf(words, type, problems);
  }
  return {
    kind, name, ...(comment === undefined ? {} : { comment }), type, ...(valueType === undefined ? {} : { valueType }), flags,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }), elements,
  };
}

/** `elements = { … }`. What is cut off, or of a kind that is not read, is told. */
function elementsOf(words: readonly NftToken[], type: readonly string[], problems: Problems | undefined): readonly NftElement[] {
  const reader = new TokenReader(words);
  if (!reader.takeIf('elements', '=', '{')) return [];
  const { elements, isWhole } = readElements(reader, type);
  const at = reader.take() ?? words.at(-1);
  if (!isWhole && at !== undefined) problems?.add(at.line, at.column, 'the elements from here on could not be read');
  return elements;
}

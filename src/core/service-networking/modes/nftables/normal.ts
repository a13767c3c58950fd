import { aggregate, formatCidr, parseAddress, rangeToCidrs, readCidr, bitsOf, isAddress, formatAddress, type Cidr } from '../../../ip/index.js';
import type { NftChain, NftElement, NftExpression, NftRule, NftSet, NftStatement, NftTable } from '../../../readouts/index.js';
import { formatElement, formatRule } from './operations.js';

/** What a table holds, by `chain NAME`, `set NAME` and `map NAME`: the lines of each. */
export type NormalTable = Readonly<Record<string, readonly string[]>>;

/**
 * A table in one form, whether kube-proxy writes it or nft lists it: the kernel joins blocks of addresses that touch, and keeps elements in no order.
 * Rules stand in their order, elements sorted; who session affinity holds is left out, as it changes with every client.
 */
export function normalTable({ family, chains, sets, counters }: NftTable): NormalTable {
  const entries: [string, readonly string[]][] = [
    ...chains.map((chain): [string, readonly string[]] => [`chain ${chain.name}`, [...hookLines(chain), ...chain.rules.map((rule) => formatRule(normalRule(rule), family))]]),
    ...sets.map((set): [string, readonly string[]] => [`${set.kind} ${set.name}`, [...setLines(set), ...(set.flags.includes('timeout') ? [] : set.elements.map(formatElement).sort())]]),
    ...counters.map((counter): [string, readonly string[]] => [`counter ${counter}`, []]),
  ];
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function hookLines({ hook, comment }: NftChain): string[] {
  return [
    ...(hook === undefined ? [] : [`type ${hook.type} hook ${hook.hook} priority ${hook.priority} policy ${hook.policy}`]),
    ...(comment === undefined ? [] : [`comment ${JSON.stringify(comment)}`]),
  ];
}

function setLines({ type, valueType, flags, timeoutSeconds, comment }: NftSet): string[] {
  return [
    `type ${type.join(' . ')}${valueType === undefined ? '' : ` : ${valueType.join(' . ')}`}`,
    ...(flags.length === 0 ? [] : [`flags ${flags.join(',')}`]),
    ...(timeoutSeconds === undefined ? [] : [`timeout ${timeoutSeconds}s`]),
    ...(comment === undefined ? [] : [`comment ${JSON.stringify(comment)}`]),
  ];
}

/** A rule in the form in which it is compared. */
export function normalRule(rule: NftRule): NftRule {
  return { ...rule, statements: rule.statements.map(normalStatement) };
}

function normalStatement(statement: NftStatement): NftStatement {
  if (statement.kind !== 'match' || statement.left.kind !== 'field') return statement;
  return { ...statement, right: normalAddresses(statement.right) };
}

/** Addresses of a set without a name as the fewest blocks; one alone stands for itself. What is no address stays as it is. */
function normalAddresses(right: NftExpression): NftExpression {
  const written = right.kind === 'set' ? right.elements.map(({ key }) => key.join(' . ')) : right.kind === 'value' ? [right.text] : [];
  const blocks = written.map(blocksOf);
  if (blocks.length === 0 || blocks.includes(undefined)) return right;
  const texts = aggregate(blocks.flatMap((each) => each ?? [])).map(shortText);
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return { kind: 'value', text: only };
  return { kind: 'set', elements: texts.map((text): NftElement => ({ key: [text] })) };
}

function blocksOf(text: string): readonly Cidr[] | undefined {
  const [first = '', last] = text.split('-');
  if (last !== undefined && isAddress(first) && isAddress(last)) return rangeToCidrs(parseAddress(first), parseAddress(last));
  if (isAddress(text)) return [{ first: parseAddress(text), prefixLength: bitsOf(parseAddress(text).family) }];
  const [address = ''] = text.split('/');
  const block = isAddress(address) ? readCidr(text) : undefined;
  return block === undefined ? undefined : [block];
}

function shortText(block: Cidr): string {
  return block.prefixLength === bitsOf(block.first.family) ? formatAddress(block.first) : formatCidr(block);
}

import { kubeProxyTable, type NftChain, type NftElement, type NftExpression, type NftRule, type NftSet, type NftStatement, type NftVerdict } from '../../../readouts/index.js';

/** One thing that kube-proxy adds to its table. It flushes and deletes too, which changes nothing on a fresh node. */
export type NftOperation =
  | { readonly kind: 'table'; readonly comment?: string }
  | { readonly kind: 'chain'; readonly chain: Omit<NftChain, 'rules'> }
  | { readonly kind: 'set'; readonly set: Omit<NftSet, 'elements'> }
  | { readonly kind: 'counter'; readonly name: string }
  | { readonly kind: 'rule'; readonly chain: string; readonly rule: NftRule }
  | { readonly kind: 'element'; readonly container: string; readonly element: NftElement };

/** The command for `nft`, as kube-proxy words it. @param family `ip` or `ip6`. Source: sigs.k8s.io/knftables v0.0.22 objects.go. */
export function formatOperation(family: string, operation: NftOperation): string {
  const head = `add ${operation.kind === 'set' ? operation.set.kind : operation.kind} ${family} ${kubeProxyTable}`;
  switch (operation.kind) {
    case 'table':
      return operation.comment === undefined ? head : `${head} { comment ${JSON.stringify(operation.comment)} ; }`;
    case 'chain':
      return `${head} ${operation.chain.name}${chainProperties(operation.chain)}`;
    case 'set':
      return `${head} ${operation.set.name}${setProperties(operation.set)}`;
    case 'counter':
      return `${head} ${operation.name}`;
    case 'rule':
      return `${head} ${operation.chain} ${formatRule(operation.rule, family)}`;
    case 'element':
      return `${head} ${operation.container} { ${formatElement(operation.element)} }`;
  }
}

function chainProperties({ hook, comment }: Omit<NftChain, 'rules'>): string {
  const words = [
    ...(hook === undefined ? [] : [`type ${hook.type} hook ${hook.hook} priority ${hook.priority} ;`]),
    ...(comment === undefined ? [] : [`comment ${JSON.stringify(comment)} ;`]),
  ];
  return words.length === 0 ? '' : ` { ${words.join(' ')} }`;
}

function setProperties({ type, valueType, flags, timeoutSeconds, comment }: Omit<NftSet, 'elements'>): string {
  const words = [
    `type ${type.join(' . ')}${valueType === undefined ? '' : ` : ${valueType.join(' . ')}`} ;`,
    ...(flags.length === 0 ? [] : [`flags ${flags.join(',')} ;`]),
    ...(timeoutSeconds === undefined ? [] : [`timeout ${timeoutSeconds}s ;`]),
    ...(comment === undefined ? [] : [`comment ${JSON.stringify(comment)} ;`]),
  ];
  return ` { ${words.join(' ')} }`;
}

export function formatElement({ key, value, comment }: NftElement): string {
  const told = comment === undefined ? '' : ` comment ${JSON.stringify(comment)}`;
  return `${key.join(' . ')}${told}${value === undefined ? '' : ` : ${formatMapped(value)}`}`;
}

function formatMapped(value: NftVerdict | readonly string[]): string {
  return 'kind' in value ? formatVerdict(value) : value.join(' . ');
}

function formatVerdict(verdict: NftVerdict): string {
  return 'chain' in verdict ? `${verdict.kind} ${verdict.chain}` : verdict.kind;
}

/** A rule of a table of `family` as kube-proxy words it: its statements, then its comment. */
export function formatRule({ statements, comment }: NftRule, family: string): string {
  return [...statements.map((statement) => formatStatement(statement, family)), ...(comment === undefined ? [] : [`comment ${JSON.stringify(comment)}`])].join(' ');
}

function formatStatement(statement: NftStatement, family: string): string {
  switch (statement.kind) {
    case 'match':
      return formatMatch(statement);
    case 'vmap':
      return `${formatExpression(statement.key)} vmap ${formatExpression(statement.data)}`;
    case 'assign':
      return `${fieldWord(statement.field)} set ${formatExpression(statement.value)}`;
    case 'verdict':
      return formatVerdict(statement.verdict);
    case 'reject':
      return statement.with === undefined ? 'reject' : `reject with ${statement.with}`;
    case 'masquerade':
      return ['masquerade', ...statement.flags].join(' ');
    case 'dnat':
      return formatDnat(statement, family);
    case 'counter':
      return statement.name === undefined ? 'counter' : `counter name ${JSON.stringify(statement.name)}`;
    case 'update':
      return `${statement.op} @${statement.set} { ${formatExpression(statement.key)} }`;
    case 'other':
      return statement.text;
  }
}

function formatMatch({ left, op, right }: Extract<NftStatement, { kind: 'match' }>): string {
  // kube-proxy joins what a packet may be by commas alone, and what it may not be by words.
  const data = right.kind === 'set' ? `{ ${right.elements.map(formatElement).join(op === '!=' ? ' , ' : ',')} }` : formatExpression(right);
  const isImplied = op === 'in' || (op === '==' && left.kind !== 'bits');
  return [formatExpression(left), ...(isImplied ? [] : [op]), data].join(' ');
}

function formatDnat({ address, port }: Extract<NftStatement, { kind: 'dnat' }>, family: string): string {
  if (address.kind === 'map') return `dnat ${family} addr . port to ${formatExpression(address)}`;
  const text = formatExpression(address);
  if (port === undefined) return `dnat to ${text}`;
  return `dnat to ${text.includes(':') ? `[${text}]` : text}:${formatExpression(port)}`;
}

const bitWords = { '&': 'and', '|': 'or', '^': 'xor' } as const;

function formatExpression(expression: NftExpression): string {
  switch (expression.kind) {
    case 'field':
      return fieldWord(expression.name);
    case 'concat':
      return expression.parts.map(formatExpression).join(' . ');
    case 'value':
      return expression.text;
    case 'set':
      return `{ ${expression.elements.map(formatElement).join(' , ')} }`;
    case 'named':
      return `@${expression.name}`;
    case 'bits':
      return `${formatExpression(expression.left)} ${bitWords[expression.op]} ${formatMark(expression.right)}`;
    case 'numgen':
      return `numgen ${expression.mode} mod ${expression.mod}`;
    case 'map':
      return `${formatExpression(expression.key)} map ${formatExpression(expression.data)}`;
  }
}

function fieldWord(name: string): string {
  return name === 'meta mark' ? 'mark' : name;
}

/** As Go's `%#08x` prints it: eight digits behind `0x`. */
function formatMark(expression: NftExpression): string {
  const text = formatExpression(expression);
  return /^\d+$/.test(text) ? `0x${Number(text).toString(16).padStart(8, '0')}` : text;
}

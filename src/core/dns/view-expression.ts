import { netContains, parseCidrGo, parseIp } from './go/net.js';
import type { Query } from './message.js';
import { compileRegex } from './regex-pattern.js';

/** What an expression gives for a query: a value, or undefined where it depends on what is not known. An expression that fails gives false. */
export type ViewExpression = (query: Query) => unknown;

/** The text is not an expression, or one that is not understood here. */
export class NotAnExpression extends Error {}

const deepest = 40;

/**
 * Reads an expression over a query: comparisons, `and`, `or`, `not`, `in`, `matches`, `contains`, `startsWith`, `endsWith`, strings, numbers, lists, and the functions that CoreDNS lends it.
 *
 * @throws NotAnExpression for anything else
 * Source: coredns 1.14.7, plugin/pkg/expression/expression.go; github.com/expr-lang/expr
 */
export function readExpression(text: string): ViewExpression {
  const reader = new Reader(tokensOf(text));
  const expression = reader.any(0);
  if (!reader.done()) throw new NotAnExpression(text);
  return expression;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const pattern = /\s+|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\d+|[a-z_]\w*|==|!=|<=|>=|&&|\|\||[<>!()[\],]/isuy;
  while (pattern.lastIndex < text.length) {
    const [token] = pattern.exec(text) ?? [];
    if (token === undefined) throw new NotAnExpression(text);
    if (token.trim() !== '') tokens.push(token);
  }
  return tokens;
}

/** What of a query an expression may ask; undefined for what is not known. */
const functions: Readonly<Record<string, (query: Query, args: readonly unknown[]) => unknown>> = {
  incidr: (_, [address, cidr]) => inCidr(address, cidr),
  type: ({ type }) => type,
  name: ({ name }) => name.toLowerCase(),
  class: (query) => query.class,
  proto: ({ protocol }) => protocol,
  client_ip: ({ client }) => client,
  port: ({ port }) => (port === undefined ? undefined : String(port)),
  opcode: () => 0,
  do: ({ dnssecOk }) => dnssecOk === true,
  server_ip: ({ server }) => server,
  metadata: () => undefined,
  size: () => undefined,
  bufsize: () => undefined,
  id: () => undefined,
  server_port: () => undefined,
};

/** Thrown where the expression fails as it runs: the view does not take the query. */
class Failed extends Error {}

function inCidr(address: unknown, cidr: unknown): boolean {
  const [ip, net] = [typeof address === 'string' ? parseIp(address) : undefined, typeof cidr === 'string' ? parseCidrGo(cidr) : undefined];
  if (ip === undefined || net === undefined) throw new Failed();
  return netContains(net, ip);
}

class Reader {
  #at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  done(): boolean {
    return this.#at >= this.tokens.length;
  }

  any(depth: number): ViewExpression {
    if (depth > deepest) throw new NotAnExpression('too deep');
    let left = this.#all(depth);
    while (this.#takes('||', 'or')) {
      const [before, after] = [left, this.#all(depth)];
      left = (query) => {
        const first = before(query);
        return first === true ? true : first === undefined ? undefined : after(query);
      };
    }
    return depth === 0 ? guarded(left) : left;
  }

  #all(depth: number): ViewExpression {
    let left = this.#comparison(depth);
    while (this.#takes('&&', 'and')) {
      const [before, after] = [left, this.#comparison(depth)];
      left = (query) => {
        const first = before(query);
        return first === true ? after(query) : first;
      };
    }
    return left;
  }

  #comparison(depth: number): ViewExpression {
    const left = this.#unary(depth);
    const operator = this.tokens[this.#at];
    const negated = operator === 'not' && this.tokens[this.#at + 1] === 'in';
    if (negated) this.#at++;
    const compare = compareBy(negated ? 'in' : operator);
    if (compare === undefined) return left;
    this.#at++;
    const right = this.#unary(depth);
    return (query) => {
      const [a, b] = [left(query), right(query)];
      if (a === undefined || b === undefined) return undefined;
      return negated ? !compare(a, b) : compare(a, b);
    };
  }

  #unary(depth: number): ViewExpression {
    if (this.#takes('!', 'not')) {
      const inner = this.#unary(depth + 1);
      return (query) => {
        const value = inner(query);
        return value === undefined ? undefined : value !== true;
      };
    }
    return this.#operand(depth);
  }

  #operand(depth: number): ViewExpression {
    if (depth > deepest) throw new NotAnExpression('too deep');
    const token = this.tokens[this.#at++] ?? '';
    if (token === '(') {
      const inner = this.any(depth + 1);
      this.#expect(')');
      return inner;
    }
    if (token === '[') {
      const items = this.#list(']', depth);
      return (query) => items.map((item) => item(query));
    }
    if (/^['"]/.test(token)) {
      const text = token.slice(1, -1).replace(/\\(.)/gs, '$1');
      return () => text;
    }
    if (/^\d+$/.test(token)) return () => Number(token);
    if (token === 'true' || token === 'false') return () => token === 'true';
    const found = Object.hasOwn(functions, token) ? functions[token] : undefined;
    if (found === undefined || this.tokens[this.#at] !== '(') throw new NotAnExpression(token);
    this.#at++;
    const args = this.#list(')', depth);
    return (query) => {
      const values = args.map((arg) => arg(query));
      return values.includes(undefined) ? undefined : found(query, values);
    };
  }

  #list(end: string, depth: number): ViewExpression[] {
    const items: ViewExpression[] = [];
    while (this.tokens[this.#at] !== end) {
      if (items.length > 0) this.#expect(',');
      items.push(this.any(depth + 1));
    }
    this.#at++;
    return items;
  }

  #takes(...tokens: string[]): boolean {
    const found = tokens.includes(this.tokens[this.#at] ?? '');
    if (found) this.#at++;
    return found;
  }

  #expect(token: string): void {
    if (this.tokens[this.#at++] !== token) throw new NotAnExpression(token);
  }
}

function guarded(expression: ViewExpression): ViewExpression {
  return (query) => {
    try {
      return expression(query);
    } catch (error) {
      if (error instanceof Failed) return false;
      throw error;
    }
  };
}

function compareBy(operator: string | undefined): ((a: unknown, b: unknown) => boolean) | undefined {
  switch (operator) {
    case '==':
      return (a, b) => a === b;
    case '!=':
      return (a, b) => a !== b;
    case 'in':
      return (a, b) => Array.isArray(b) && b.includes(a);
    case '<':
      return (a, b) => Number(a) < Number(b);
    case '>':
      return (a, b) => Number(a) > Number(b);
    case '<=':
      return (a, b) => Number(a) <= Number(b);
    case '>=':
      return (a, b) => Number(a) >= Number(b);
    case 'contains':
      return (a, b) => String(a).includes(String(b));
    case 'startsWith':
      return (a, b) => String(a).startsWith(String(b));
    case 'endsWith':
      return (a, b) => String(a).endsWith(String(b));
    case 'matches':
      return (a, b) => {
        const pattern = compileRegex(String(b));
        if ('error' in pattern) throw new Failed();
        return pattern.value.matches(String(a));
      };
    default:
      return undefined;
  }
}

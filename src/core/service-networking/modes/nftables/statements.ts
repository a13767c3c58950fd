import type { NftElement, NftExpression, NftOperator, NftRule, NftStatement, NftVerdict } from '../../../readouts/index.js';
import type { LocalDetector } from '../../settings.js';

/** `ip` or `ip6`, as a header in rules. */
export type Header = 'ip' | 'ip6';

export function field(name: string): NftExpression {
  return { kind: 'field', name };
}

export function concat(...names: readonly string[]): NftExpression {
  return { kind: 'concat', parts: names.map(field) };
}

export function value(text: string): NftExpression {
  return { kind: 'value', text };
}

export function named(name: string): NftExpression {
  return { kind: 'named', name };
}

export function match(left: NftExpression, right: NftExpression, op: NftOperator = '=='): NftStatement {
  return { kind: 'match', left, op, right };
}

export function verdict(kind: 'drop' | 'return' | 'accept'): NftStatement {
  return { kind: 'verdict', verdict: { kind } };
}

export function goTo(chain: string): NftStatement {
  return { kind: 'verdict', verdict: { kind: 'goto', chain } };
}

export function jump(chain: string): NftStatement {
  return { kind: 'verdict', verdict: { kind: 'jump', chain } };
}

/** The name of a map that a key is looked up in, for a verdict. */
export function vmap(key: NftExpression, map: string): NftStatement {
  return { kind: 'vmap', key, data: named(map) };
}

export function rule(statements: readonly NftStatement[], comment?: string): NftRule {
  return comment === undefined ? { statements } : { statements, comment };
}

/** `ct state new`. */
export const isNew: NftStatement = match(field('ct state'), value('new'), 'in');

export const masquerade: NftStatement = { kind: 'masquerade', flags: ['fully-random'] };

/** The mark changed by one bit. */
export function changeMark(op: '|' | '^', bit: string): NftStatement {
  return { kind: 'assign', field: 'meta mark', value: { kind: 'bits', op, left: field('meta mark'), right: value(bit) } };
}

/** Whether the bit of the mark is set. */
export function markIs(op: '==' | '!=', bit: string): NftStatement {
  return match({ kind: 'bits', op: '&', left: field('meta mark'), right: value(bit) }, value('0'), op);
}

/** What asks whether a packet comes from a pod, or does not. Undefined where kube-proxy cannot tell. Source: pkg/proxy/util/localdetector.go v1.37.2. */
export function fromPod(detector: LocalDetector, header: Header, isLocal: boolean): NftStatement | undefined {
  const op = isLocal ? '==' : '!=';
  switch (detector.kind) {
    case 'cidr':
      return match(field(`${header} saddr`), value(detector.cidr.text), op);
    case 'interface':
      return match(field('iifname'), value(detector.name), op);
    case 'interface-prefix':
      return match(field('iifname'), value(`${detector.prefix}*`), op);
    case 'none':
      return undefined;
  }
}

/** `{ 0 : …, 1 : … }`, by which `numgen` chooses. */
export function numbered(values: readonly (NftVerdict | readonly string[])[]): NftExpression {
  const elements: NftElement[] = values.map((each, i) => ({ key: [String(i)], value: each }));
  return { kind: 'set', elements };
}

export function random(mod: number): NftExpression {
  return { kind: 'numgen', mode: 'random', mod };
}

/** Something of Go's templates that is not understood here: what it would print is not known. */
export class NotUnderstood extends Error {}

/** The template cannot be compiled, in Go's words without the template's name. */
export class TemplateFault extends Error {}

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | bigint | boolean }
  /** `.A.B`, or `$.A` and `$name.A` with a base. */
  | { readonly kind: 'field'; readonly base: Expression | undefined; readonly path: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly value: Expression }
  | { readonly kind: 'set'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'if'; readonly condition: Expression; readonly then: readonly Node[]; readonly otherwise: readonly Node[] };

/** Functions that every template of Go may call. */
export const functionsOfGo: ReadonlySet<string> = new Set(['index', 'print', 'printf', 'println', 'len', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or', 'not']);
/** With what CoreDNS adds since 1.10.0. */
export const functions: ReadonlySet<string> = new Set([...functionsOfGo, 'parseInt']);
/** Functions of Go that exist, and whose results are not worked out here. */
export const foreignFunctions: ReadonlySet<string> = new Set(['html', 'js', 'urlquery', 'slice', 'call']);

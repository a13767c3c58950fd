import { goQuote } from './go-json.js';

/** Reads one value of CNI_ARGS: a sentence in Go's words where it cannot be. */
export type ArgReader = (value: string) => string | undefined;

/**
 * What a plugin refuses in CNI_ARGS (`K=V;K2=V2`), in its words.
 *
 * @param known its readers by key; keys are compared letter by letter
 * Source: containernetworking/cni v1.3.1 pkg/types/args.go, LoadArgs
 */
export function argsFault(args: string, known: Readonly<Record<string, ArgReader>>): string | undefined {
  if (args === '') return undefined;
  const readers: Readonly<Record<string, ArgReader>> = { ...known, IgnoreUnknown: (value) => (/^(1|0|true|false)$/i.test(value) ? undefined : `boolean unmarshal error: invalid input ${value.toLowerCase()}`) };
  const unknown: string[] = [];
  for (const pair of args.split(';')) {
    const [key = '', value = '', ...more] = pair.split('=');
    if (!pair.includes('=') || more.length > 0) return `ARGS: invalid pair ${goQuote(pair)}`;
    if (!Object.hasOwn(readers, key)) {
      unknown.push(pair);
      continue;
    }
    const fault = readers[key]?.(value);
    if (fault !== undefined) return `ARGS: error parsing value of pair ${goQuote(pair)}: ${fault}`;
  }
  const ignores = /^(1|true)$/i.test(argOf(args, 'IgnoreUnknown') ?? '');
  return unknown.length > 0 && !ignores ? `ARGS: unknown args [${unknown.map(goQuote).join(' ')}]` : undefined;
}

/** The last value of `key` in CNI_ARGS. */
export function argOf(args: string, key: string): string | undefined {
  return args.split(';').map((pair) => pair.split('=')).findLast(([each]) => each === key)?.[1];
}

export const takesAnything: ArgReader = () => undefined;

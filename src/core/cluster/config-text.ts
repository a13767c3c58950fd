import { parseYaml } from '../yaml.js';

/** What a text of JSON says; undefined where it is none. */
export function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** What the first document of a text of YAML says; undefined where it is none. */
export function yamlOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const reading = parseYaml(text, { depth: 50, nodes: 20_000 });
  return reading.outcome === 'read' ? reading.documents[0] : undefined;
}

/** The value at a path of keys; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((within, key) => (typeof within === 'object' && within !== null && Object.hasOwn(within, key) ? (within as Record<string, unknown>)[key] : undefined), value);
}

/** As {@link at}, where it is text and not empty. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** As {@link at}, where it is a whole number above 0. */
export function countAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return Number.isSafeInteger(found) && (found as number) > 0 ? (found as number) : undefined;
}

/** `1450` of `"1450"`; undefined where the text is no whole number above 0. */
export function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,6}$/.test(text.trim()) ? Number(text.trim()) : undefined;
}

/** As Go's `strconv.ParseBool` reads it. */
export function boolIn(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
  return /^(?:0|f|F|FALSE|false|False)$/.test(text) ? false : undefined;
}

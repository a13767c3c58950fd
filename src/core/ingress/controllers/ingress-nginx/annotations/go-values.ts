/** What Go's strconv.ParseBool takes; undefined for anything else. */
export function readGoBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  return ['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text) ? false : undefined;
}

/** What Go's strconv.Atoi takes, as far as it can be told exactly; undefined for anything else. */
export function readGoInt(text: string): number | undefined {
  if (!/^[+-]?\d{1,19}$/.test(text)) return undefined;
  const exact = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, exact) === exact ? Number(exact) : undefined;
}

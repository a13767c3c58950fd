const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds of `3600`, `1h30m` or `2D`; undefined for what is none. Source: miekg/dns v1.1.72, scan.go stringToTTL. */
export function parseTtl(text: string): number | undefined {
  if (!/^(\d{1,10}[smhdw])*(\d{1,10})?$/i.test(text) || text === '') return undefined;
  let total = 0;
  for (const [, digits = '', unit = ''] of text.matchAll(/(\d+)([smhdw]?)/gi)) total += Number(digits) * (units[unit.toLowerCase()] ?? 1);
  return total > 0xffff_ffff ? undefined : total;
}

/** Whether a `Prefer` header holds `respond-async`. Source: RFC 7240 sections 2 and 4.1; preferences are told apart by commas, their names know no case. */
export function prefersAsync(prefer: string | readonly string[] | undefined): boolean {
  const header = typeof prefer === 'string' ? prefer : (prefer ?? []).join(',');
  return header.split(',').some((preference) => preference.split(/[;=]/, 1)[0]?.trim().toLowerCase() === 'respond-async');
}

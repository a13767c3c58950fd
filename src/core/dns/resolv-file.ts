/**
 * What CoreDNS reads in a file of the form of resolv.conf. It is not what libc reads: a later `search` line takes the place of an earlier one, and so does `domain`.
 *
 * Source: miekg/dns v1.1.72, clientconfig.go ClientConfigFromReader
 */
export function nameserversIn(text: string): string[] {
  return wordsOf(text).flatMap(([keyword, value]) => (keyword === 'nameserver' && value !== undefined ? [value] : []));
}

export function searchesIn(text: string): string[] {
  let searches: string[] = [];
  for (const [keyword, ...values] of wordsOf(text)) {
    if (keyword === 'domain' && values[0] !== undefined) searches = [values[0]];
    else if (keyword === 'search') searches = values;
  }
  return searches;
}

function wordsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => !/^[;#]/.test(line))
    .map((line) => line.trim().split(/\s+/));
}

/** What a pod's resolv.conf lost to a limit of the kubelet. */
export interface Dropped {
  readonly field: 'nameserver' | 'search';
  readonly value: string;
  /** A clause: `only the first 3 nameservers are kept`. */
  readonly reason: string;
}

export interface SearchLimits {
  readonly domains: number;
  /** Characters of the whole list, with the blanks between. */
  readonly characters: number;
}

interface Fitted {
  readonly kept: readonly string[];
  readonly dropped: readonly Dropped[];
}

const maxServers = 3;
/** DNS1123SubdomainMaxLength: glibc 2.28 aborts on longer ones. */
const maxDomain = 253;

/**
 * How long a search list may be. The feature gate ExpandedDNSConfig made it longer: by default since 1.26.
 *
 * Source: kubernetes pkg/apis/core/validation/validation.go MaxDNSSearchPaths, pkg/features/kube_features.go.
 *
 * @param minor of the kubelet's version; undefined where it is not known
 */
export function searchLimits(minor: number | undefined): SearchLimits {
  return minor !== undefined && minor < 26 ? { domains: 6, characters: 256 } : { domains: 32, characters: 2048 };
}

/** Source: kubernetes v1.37.2 pkg/kubelet/network/dns/dns.go formDNSNameserversFitsLimits. */
export function fitServers(servers: readonly string[]): Fitted {
  const rest = servers.slice(maxServers);
  return { kept: servers.slice(0, maxServers), dropped: rest.map((value) => ({ field: 'nameserver', value, reason: `only the first ${maxServers} nameservers are kept` })) };
}

/** The number is cut first, then what is too long is left out, then the end is cut until the line fits. Source: as above, formDNSSearchFitsLimits. */
export function fitSearches(searches: readonly string[], { domains, characters }: SearchLimits): Fitted {
  const dropped: Dropped[] = [];
  const drop = (value: string, reason: string) => dropped.push({ field: 'search', value, reason });
  for (const value of searches.slice(domains)) drop(value, `only the first ${domains} search domains are kept`);
  const kept = searches.slice(0, domains).filter((value) => {
    const fits = value.length <= maxDomain;
    if (!fits) drop(value, `it is longer than ${maxDomain} characters`);
    return fits;
  });
  let length = kept.join(' ').length;
  while (length > characters) {
    const last = kept.pop() ?? '';
    length -= last.length + 1;
    drop(last, `the search list is longer than ${characters} characters`);
  }
  return { kept, dropped };
}

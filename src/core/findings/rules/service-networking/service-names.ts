import type { MentionedHost } from '../dns/pods-of-workloads.js';

/** A Service that a name is meant to be of. */
export interface MeantService {
  readonly name: string;
  readonly namespace: string;
  /** `full`: it ends with svc, or the domain of the cluster behind it. `pair`: name and namespace. `single`: one word. */
  readonly form: 'full' | 'pair' | 'single';
}

/** Variables whose value is a host and not, say, the kind of a backend or the title of a service. */
const hostVariable = /^env\[(?!HOSTNAME\]|NODE|POD|MY_)\w*(?:HOST|HOSTS|HOSTNAME|ADDR|ADDRESS|ADDRESSES|URL|URLS|URI|URIS|ENDPOINT|ENDPOINTS|UPSTREAM)\]$/i;
/** Lists of whom not to call through a proxy. */
const exemptions = /^env\[no_proxy\]$/i;
const label = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;

/**
 * The Service that a mentioned name must be of, if it is of any; undefined for names that may be anything else.
 *
 * @param namespace of whoever is told the name
 * @param searches its search list, which has `svc.cluster.local` for the domain of the cluster
 */
export function meaningOf({ host, evidence }: MentionedHost, namespace: string, searches: readonly string[]): MeantService | undefined {
  const field = (evidence.field ?? '').replace(/^spec\.\w+\[\d+\]\./, '');
  if (exemptions.test(field)) return undefined;
  const bare = host.replace(/\.$/, '');
  const zone = searches.find((domain) => domain.startsWith('svc.'));
  const suffix = [...(zone === undefined ? [] : [`.${zone}`]), '.svc'].find((each) => bare.endsWith(each));
  const labels = bare.slice(0, bare.length - (suffix ?? '').length).split('.');
  const [name = '', in_ = namespace] = suffix === undefined ? labels : labels.slice(-2);
  if (!label.test(name) || !label.test(in_)) return undefined;
  if (suffix !== undefined) return labels.length < 2 ? undefined : { name, namespace: in_, form: 'full' };
  if (host.endsWith('.') || labels.length > 2) return undefined;
  if (labels.length === 2) return { name, namespace: in_, form: 'pair' };
  // What ends with a number is a replica, which has no name without its Service.
  return hostVariable.test(field) && !/-\d+$/.test(name) ? { name, namespace, form: 'single' } : undefined;
}

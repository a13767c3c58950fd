import { wordsOf, type Line, type Problems } from '../lines.js';

/** What the kubelet takes from the node's resolv.conf for pods of dnsPolicy Default, and (searches alone) of ClusterFirst. */
export interface KubeletHostDns {
  /** As written and unchecked, all of them: the kubelet cuts to 3 when it builds a pod's file. */
  readonly nameservers: readonly string[];
  /** One trailing dot removed from each. */
  readonly searches: readonly string[];
  /** One of each name, the last wins. In the order of the file here; the kubelet's own order is chance. */
  readonly options: readonly string[];
}

/**
 * Reads as the kubelet reads, which is not as glibc reads: a keyword may be indented, `domain` and `sortlist` are not known, an empty
 * `search` empties the list, and a `nameserver` without a value spoils the whole file. Then the answer is null: pods that need the file do not start.
 *
 * Source: kubernetes v1.34.3 `pkg/kubelet/network/dns/dns.go` `parseResolvConf`, `appendOptions`. Older kubelets keep the last `options` line alone.
 */
export function readAsKubelet(lines: readonly Line[], problems: Problems): KubeletHostDns | null {
  const nameservers: string[] = [];
  const options = new Map<string, string>();
  let searches: readonly string[] = [];
  let isSpoiled = false;

  for (const line of lines) {
    const [keyword, ...values] = wordsOf(line.text);
    const texts = values.map(({ text }) => text);
    if (keyword?.text === 'nameserver') {
      const [address] = texts;
      if (address === undefined) {
        isSpoiled = true;
        problems.add(line, keyword.column, 'no address follows; the kubelet refuses the whole file, and starts no pod that needs it');
      } else nameservers.push(address);
    } else if (keyword?.text === 'search') {
      searches = texts.map((name) => name.replace(/\.$/, '')).filter((name) => name !== '');
    } else if (keyword?.text === 'options') {
      for (const option of texts) options.set(option.split(':', 1)[0] ?? option, option);
    }
  }
  return isSpoiled ? null : { nameservers, searches, options: [...options.values()] };
}

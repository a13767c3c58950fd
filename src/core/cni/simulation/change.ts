/** Something that came, changed or went. */
export interface Change {
  /** Where: in the node's network namespace, in the container's, or in a file of the node. */
  readonly place: 'host' | 'container' | 'file';
  readonly kind: 'link' | 'address' | 'route' | 'rule' | 'sysctl' | 'qdisc' | 'allocation';
  readonly action: 'add' | 'change' | 'remove';
  /** As the tool that shows it prints it: `ip`, `iptables-save`, `nft`, `tc`, `sysctl`. */
  readonly detail: string;
}

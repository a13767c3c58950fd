import { count } from '../../analysis/index.js';
import type { Link, LinkAddress } from './links-model.js';

/** A link in the words of `ip`, in one line. */
export function formatLink(link: Link): string {
  const named: readonly (readonly [string, string | number | undefined])[] = [
    ['mtu', link.mtu], ['master', link.master], ['state', link.state], [link.type === undefined ? 'link' : `link/${link.type}`, link.address], ['netns', link.netns],
  ];
  const values = named.flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]));
  const details = Object.entries(link.details).filter(([word]) => word !== 'promiscuity').map(([word, value]) => `${word} ${value}`);
  const kind = link.kind === undefined ? [] : [link.kind, ...details];
  return [`${link.name}${link.parent === undefined ? '' : `@${link.parent}`}`, ...values, ...kind].join(' ');
}

/** An address in the words of `ip`. */
export function formatLinkAddress(address: LinkAddress): string {
  const local = address.peer === undefined ? `${address.address}/${address.prefixLength}` : `${address.address} peer ${address.peer}/${address.prefixLength}`;
  return [local, address.scope === undefined ? [] : ['scope', address.scope], address.flags].flat().join(' ');
}

/** How many, and which carry nothing. */
export function summarizeLinks(links: readonly Link[]): string {
  const down = links.filter(({ state, flags }) => state === 'DOWN' || flags.includes('NO-CARRIER')).map(({ name }) => name);
  return `${count(links.length, 'link')}${down.length === 0 ? '' : `; down or without carrier: ${down.slice(0, 5).join(', ')}${down.length > 5 ? ' …' : ''}`}`;
}

import type { ReadoutFormat, Reading } from '../format.js';
import type { AddressedLink, Link } from './links-model.js';
import { readLinks } from './links-read.js';
import { formatLink, summarizeLinks } from './links-show.js';

/** The interfaces of one network namespace, or those that the command asked for. */
export interface IpLinks {
  /** In the order of the text. */
  readonly links: readonly Link[];
}

export type IpLinkReadout = Reading<'ip-link', IpLinks>;

/** `ip link show`, also of one device or one type, with `-details`, `-statistics`, `-oneline`, `-brief` or `-json`. Addresses, which `ip addr` prints too, are left out. */
export const ipLink: ReadoutFormat<IpLinkReadout> = {
  id: 'ip-link',
  title: 'Links',
  command: 'ip -details -statistics link show',
  parse(text) {
    const { links, problems } = readLinks(text, 'ip link');
    return { format: 'ip-link', parsed: { links: links.map(withoutAddresses) }, problems };
  },
  summarize({ links }) {
    return summarizeLinks(links);
  },
  sections({ links }) {
    return [{ title: 'Links', noun: 'link', items: links.map((link) => ({ text: [{ code: formatLink(link) }], notes: countersOf(link) })) }];
  },
};

function withoutAddresses(link: AddressedLink): Link {
  const { addresses, ...rest } = link;
  void addresses;
  return rest;
}

function countersOf({ statistics }: Link): { code: string }[][] {
  if (statistics === undefined) return [];
  const { rx, tx } = statistics;
  return [rx, tx].map(({ bytes, packets, errors, dropped }, i) => [{ code: `${i === 0 ? 'RX' : 'TX'} ${bytes} bytes, ${packets} packets, ${errors} errors, ${dropped} dropped` }]);
}

import { count } from '../../analysis/index.js';
import type { ReadoutFormat, Reading } from '../format.js';
import type { AddressedLink } from './links-model.js';
import { readLinks } from './links-read.js';
import { formatLink, formatLinkAddress, summarizeLinks } from './links-show.js';

/** The interfaces of one network namespace, or those that the command asked for. */
export interface IpAddresses {
  /** In the order of the text. */
  readonly links: readonly AddressedLink[];
}

export type IpAddrReadout = Reading<'ip-addr', IpAddresses>;

/** `ip addr show`, also of one device or one type, with `-details`, `-oneline`, `-brief` or `-json`. */
export const ipAddr: ReadoutFormat<IpAddrReadout> = {
  id: 'ip-addr',
  title: 'Addresses',
  command: 'ip addr show',
  parse(text) {
    const { links, problems } = readLinks(text, 'ip addr');
    return { format: 'ip-addr', parsed: { links }, problems };
  },
  summarize({ links }) {
    const addresses = links.flatMap((link) => link.addresses);
    return `${summarizeLinks(links)}; ${count(addresses.length, 'address', 'addresses')}`;
  },
  sections({ links }) {
    const items = links.map((link) => ({ text: [{ code: formatLink(link) }], notes: link.addresses.map((address) => [{ code: formatLinkAddress(address) }]) }));
    return [{ title: 'Links', noun: 'link', items }];
  },
};

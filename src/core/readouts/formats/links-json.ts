import { formatAddress, isAddress, parseAddress } from '../../ip/index.js';
import { isRecord } from '../../record.js';
import { numberOf, readJson, textOf, type JsonObject } from '../json.js';
import type { Line, Problems } from '../lines.js';
import { keptDetails, type AddressedLink, type LinkAddress, type LinkCounters } from './links-model.js';

/**
 * The links of `ip -json addr` or `ip -json link`. Older releases print `{}` for what a filter leaves out.
 *
 * Source: iproute2 6.1.0 `ip/ipaddress.c` `print_linkinfo`, `print_addrinfo`, `lib/json_print.c`.
 */
export function readLinksJson(lines: readonly Line[], problems: Problems, command: string): readonly AddressedLink[] {
  return readJson(lines, problems, command).flatMap(({ line, value }) => {
    const objects = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    return objects.flatMap((object) => {
      if (isRecord(object) && Object.keys(object).length === 0) return [];
      const link = isRecord(object) ? readLink(object, line) : undefined;
      if (link === undefined) problems.add(lines.find(({ number }) => number === line) ?? { number: line, text: '' }, 1, 'this JSON has an element that is no link: it has no “ifname”');
      return link ?? [];
    });
  });
}

function readLink(raw: JsonObject, line: number): AddressedLink | undefined {
  const name = textOf(raw['ifname']);
  if (name === undefined) return undefined;
  const info = objectOf(raw['linkinfo']);
  const kind = textOf(info['info_kind']);
  const slave = textOf(info['info_slave_kind']);
  const index = numberOf(raw['link_index']);
  const parent = index !== undefined ? `if${index}` : raw['link'] === null ? 'NONE' : textOf(raw['link']);
  const netns = textOf(raw['link_netns']) ?? numberOf(raw['link_netnsid'])?.toString();
  const far = textOf(raw['broadcast']);
  const stats = objectOf(raw['stats64'] ?? raw['stats']);
  const [rx, tx] = [countersOf(stats['rx']), countersOf(stats['tx'])];
  return {
    line,
    ...given('index', numberOf(raw['ifindex'])),
    name,
    ...given('parent', parent),
    flags: textsOf(raw['flags']),
    ...given('mtu', numberOf(raw['mtu'])),
    ...given('qdisc', textOf(raw['qdisc'])),
    ...given('master', textOf(raw['master'])),
    ...given('state', textOf(raw['operstate'])),
    ...given('group', textOf(raw['group'])),
    ...given('queueLength', numberOf(raw['txqlen'])),
    ...given('type', textOf(raw['link_type'])),
    ...given('address', textOf(raw['address'])),
    ...given(raw['link_pointtopoint'] === true ? 'peerAddress' : 'broadcast', far),
    ...given('netns', netns),
    ...given('alias', textOf(raw['ifalias'])),
    altnames: textsOf(raw['altnames']),
    ...given('kind', kind),
    ...given('portOf', slave),
    details: { ...given('promiscuity', numberOf(raw['promiscuity'])?.toString()), ...detailsOf(kind, objectOf(info['info_data'])) },
    ...(rx === undefined || tx === undefined ? {} : { statistics: { rx, tx } }),
    addresses: objectsOf(raw['addr_info']).flatMap((address) => readAddress(address, line) ?? []),
  };
}

function readAddress(raw: JsonObject, line: number): LinkAddress | undefined {
  const family = raw['family'] === 'inet' ? 4 : raw['family'] === 'inet6' ? 6 : undefined;
  const address = addressOf(raw['local']);
  const prefixLength = numberOf(raw['prefixlen']);
  if (family === undefined || address === undefined || prefixLength === undefined) return undefined;
  return {
    line,
    family,
    address,
    prefixLength,
    ...given('peer', addressOf(raw['address'])),
    ...given('broadcast', addressOf(raw['broadcast'])),
    ...given('scope', textOf(raw['scope'])),
    ...given('label', textOf(raw['label'])),
    ...given('metric', numberOf(raw['metric'])),
    ...given('protocol', textOf(raw['protocol'])),
    flags: Object.keys(raw).filter((key) => raw[key] === true),
    ...given('validLifetime', lifetimeOf(raw['valid_life_time'])),
    ...given('preferredLifetime', lifetimeOf(raw['preferred_life_time'])),
  };
}

function detailsOf(kind: string | undefined, data: JsonObject): Record<string, string> {
  const kept = Object.entries((kind === undefined ? undefined : keptDetails[kind]) ?? {});
  return Object.fromEntries(
    kept.flatMap(([word, keys]) => {
      const value = keys.map((key) => data[key]).find((each) => typeof each === 'string' || typeof each === 'number');
      return value === undefined ? [] : [[word, String(value)]];
    }),
  );
}

function countersOf(value: unknown): LinkCounters | undefined {
  const [bytes, packets, errors, dropped] = ['bytes', 'packets', 'errors', 'dropped'].map((key) => numberOf(objectOf(value)[key]));
  return bytes === undefined || packets === undefined || errors === undefined || dropped === undefined ? undefined : { bytes, packets, errors, dropped };
}

/** The kernel's word for ever is the greatest number of 32 bits. */
function lifetimeOf(value: unknown): number | null | undefined {
  return value === 0xffff_ffff ? null : numberOf(value);
}

function addressOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && isAddress(text) ? formatAddress(parseAddress(text)) : undefined;
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}

function objectOf(value: unknown): JsonObject {
  return isRecord(value) ? value : {};
}

function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isRecord) : [];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter((each) => typeof each === 'string') : [];
}

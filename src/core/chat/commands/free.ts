import type { IpamAnswer, ServiceRangeUse } from '../../cni/index.js';
import { containsBlock, formatCidr, isAddress, readCidr, type Cidr, type FreeAnswer } from '../../ip/index.js';
import type { RangesAnswer } from '../../service-networking/index.js';
import { analysed } from '../analysed.js';
import { chatAnswer, type ChatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, picturePath, read, type Conversation } from '../conversation.js';
import { placeWords, valueOf, type Reading } from '../grammar.js';
import { placeOf, type Place } from '../lookups/place.js';
import { Unclear } from '../unclear.js';

type Ipam = IpamAnswer & { readonly services?: readonly ServiceRangeUse[] };

export const freeCommand: Command = {
  name: 'free',
  aliases: ['room'],
  usage: 'free BLOCK [without BLOCK …] [length 24]',
  tells: 'what of a block is free: of one of the cluster’s ranges, beside its ranges, or beside blocks that are named',
  examples: ['free 10.244.0.0/16', 'free 10.0.0.0/8', 'free 10.0.0.0/16 without 10.0.0.0/18 10.0.64.0/20 length 24'],
  grammar: { most: 1, valued: ['without', 'length', ...placeWords], flags: [] },
  *answer(reading, setting) {
    const [about] = reading.about;
    if (about === undefined) throw new Unclear('Free in which block?', { example: this.examples[0] });
    const pool = blockIn(about.text);
    const named = reading.values.get('without');
    if (named !== undefined) return yield* freeBeside(pool, named.map(({ text }) => blockIn(text)), reading, null);
    const place = yield* placeOf(reading, setting);
    const ipamPath = `${place.path}/cni/ipam`;
    const ipam = yield* read<Ipam>(ipamPath);
    if ([...ipam.pools, ...(ipam.services ?? [])].some(({ cidr }) => cidr === formatCidr(pool))) return rangeOf(ipam, formatCidr(pool), place, ipamPath);
    const rangesPath = `${place.path}/service-networking/ranges`;
    const ranges = yield* read<RangesAnswer>(rangesPath);
    const around = ranges.services.find(({ cidr, isInForce }) => isInForce && isWithin(pool, cidr));
    if (around !== undefined) return ofServices(ranges, pool, around.cidr, place, rangesPath);
    // Of a range that holds the block, the pieces of the nodes count; the whole would leave nothing.
    return yield* freeBeside(pool, (yield* usedIn(place, ranges)).filter((block) => containsBlock(pool, block)), reading, place);
  },
};

function blockIn(text: string): Cidr {
  const block = toBlock(text);
  if (block === undefined) throw new Unclear(`“${text}” is no block of addresses: one is written as 10.0.0.0/16.`, { replace: { wrong: text, right: '10.0.0.0/16' } });
  return block;
}

/** An address alone is a block of one. */
function toBlock(text: string): Cidr | undefined {
  return readCidr(isAddress(text) ? `${text}/${text.includes(':') ? 128 : 32}` : text);
}

/** One of the cluster's own ranges: how full it is, as its IPAM counts. */
function rangeOf(ipam: Ipam, cidr: string, place: Place, link: string): ChatAnswer {
  const pool = ipam.pools.find((each) => each.cidr === cidr);
  const services = (ipam.services ?? []).find((each) => each.cidr === cidr);
  const use = pool ?? services;
  const ofWhat = pool === undefined ? 'of the Services' : 'of the pods';
  const capacity = use?.capacity ?? null;
  const counted = capacity === null ? `${String(use?.allocated ?? 0)} addresses are in use` : `${String(use?.free ?? 0)} of ${String(capacity)} addresses are free`;
  const addable = pool?.nodesAddable ?? null;
  const nodes = addable === null ? [] : [`${String(pool?.blocksUsed ?? 0)} of ${String(pool?.blocks ?? 0)} pieces of /${pool?.nodePrefixLength ?? 0} are given to nodes; room for ${String(addable)} more nodes`];
  return chatAnswer({ ...analysed(ipam, place, link), picture: picturePath(link), mark: 'told', verdict: `${cidr} is the range ${ofWhat}: ${counted}.`, why: nodes });
}

/** Ranges of Services and pods, what nodes have of the latter, and the nodes' own addresses. */
function* usedIn(place: Place, { services, pods }: RangesAnswer): Conversation<Cidr[]> {
  const ranges = [...services.filter(({ isInForce }) => isInForce).map(({ cidr }) => cidr), ...pods.map(({ cidr }) => cidr)];
  return [...ranges, ...(yield* nodeBlocks(place))].flatMap((text) => toBlock(text) ?? []);
}

interface NodePage {
  readonly items: readonly { readonly spec?: { readonly podCIDRs?: readonly string[] }; readonly status?: { readonly addresses?: readonly { readonly address: string }[] } }[];
  readonly next: string | null;
}

/** Of every node, as an analysis tells no more than some of them. */
function* nodeBlocks(place: Place): Conversation<string[]> {
  const blocks: string[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const page: NodePage = yield* read<NodePage>(pathOf(`${place.path}/objects`, [['kind', 'Node'], ['limit', 1000], ['cursor', cursor]]));
    blocks.push(...page.items.flatMap(({ spec, status }) => [...(spec?.podCIDRs ?? []), ...(status?.addresses ?? []).map(({ address }) => address)]));
    cursor = page.next;
  }
  return blocks;
}

function isWithin(pool: Cidr, range: string): boolean {
  const block = toBlock(range);
  return block !== undefined && containsBlock(block, pool);
}

function ofServices(ranges: RangesAnswer, pool: Cidr, range: string, place: Place, link: string): ChatAnswer {
  const verdict = `${formatCidr(pool)} lies in ${range}, of which the API server gives Services their addresses, one by one.`;
  return chatAnswer({ ...analysed(ranges, place, link), mark: 'told', verdict, fix: ['How many of them are left tells: ', { code: `free ${range}` }] });
}

function* freeBeside(pool: Cidr, used: readonly Cidr[], reading: Reading, place: Place | null): Conversation<ChatAnswer> {
  const blocks = [...new Set(used.map(formatCidr))];
  const link = pathOf('/v1/ip/free', [['pool', formatCidr(pool)], ['used', blocks], ['prefixLength', valueOf(reading, 'length')?.text.replace(/^\//, '')]]);
  const free = yield* read<FreeAnswer>(link);
  const snapshot = place === null ? null : { cluster: place.cluster, number: place.number, takenAt: place.takenAt };
  return chatAnswer({
    mark: free.largest === null ? 'no' : 'told',
    verdict: free.summary,
    why: [...(free.firstFree === null ? [] : [`first free: ${free.firstFree}`]), `used there: ${blocks.length === 0 ? 'nothing' : blocks.slice(0, 6).join(', ')}${blocks.length > 6 ? ` and ${blocks.length - 6} more` : ''}`],
    notes: place === null ? [] : ['Used is what the cluster has: its ranges of pods and Services and its nodes. What else the network has is not known here: without BLOCK … names it.'],
    snapshot,
    link,
  });
}

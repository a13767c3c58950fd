import { count, enumerate } from '../../analysis/index.js';
import { isRecord } from '../../record.js';
import type { ReadoutFormat, Reading } from '../format.js';
import { readJson, textOf, type JsonObject } from '../json.js';
import { linesOf, Problems } from '../lines.js';

/** A range of addresses that a network of Docker gives out. */
export interface DockerPool {
  readonly subnet: string;
  /** The part of the subnet that containers get addresses from; absent: all of it. */
  readonly ipRange?: string;
  /** Absent where it is not printed: the first address of the range then. */
  readonly gateway?: string;
}

/** An endpoint: a container in a network. */
export interface DockerEndpoint {
  readonly container: string;
  readonly macAddress: string;
  /** With prefix length; absent: none of this family. */
  readonly ipv4Address?: string;
  readonly ipv6Address?: string;
}

/** A network of Docker, in CNM's sense. JSON-safe. */
export interface DockerNetwork {
  readonly name: string;
  readonly id: string;
  /** `bridge`, `host`, `null`, `overlay`, `macvlan`, … */
  readonly driver: string;
  readonly scope: string;
  /** Whether it is cut off from other networks. */
  readonly isInternal: boolean;
  readonly pools: readonly DockerPool[];
  /** The bridge on the host; absent: `br-` and the first 12 digits of the id, if the driver is `bridge`. */
  readonly bridge?: string;
  /** Bytes; absent: the driver's default. */
  readonly mtu?: number;
  /** Running containers alone. */
  readonly endpoints: readonly DockerEndpoint[];
}

export interface DockerNetworks {
  readonly networks: readonly DockerNetwork[];
}

export type DockerNetworkReadout = Reading<'docker-network', DockerNetworks>;

/** `docker network inspect`. Labels and options of others are not kept. Source: moby 20.10.24 `api/types/types.go` `NetworkResource`, `libnetwork/drivers/bridge/labels.go`. */
export const dockerNetwork: ReadoutFormat<DockerNetworkReadout> = {
  id: 'docker-network',
  title: 'Networks of Docker',
  command: 'docker network inspect $(docker network ls -q)',
  parse(text) {
    const problems = new Problems();
    const lines = linesOf(text);
    const documents = readJson(lines, problems, 'docker network inspect');
    const objects = documents.flatMap(({ line, value }) => (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((object) => ({ line, object })));
    const networks = objects.flatMap(({ line, object }) => {
      const network = isRecord(object) ? readNetwork(object) : undefined;
      if (network !== undefined) return [network];
      problems.add(lines.find(({ number }) => number === line) ?? { number: line, text: '' }, 1, 'this JSON has an element that is no network: it lacks “Name”, “Driver” or “IPAM”');
      return [];
    });
    if (networks.length === 0 && (objects.length > 0 || documents.length === 0) && problems.all.length > 0) problems.refuse('the output of “docker network inspect”');
    return { format: 'docker-network', parsed: { networks }, problems: problems.all };
  },
  summarize({ networks }) {
    const subnets = networks.flatMap(({ pools }) => pools.map(({ subnet }) => subnet));
    return `${count(networks.length, 'network')}${subnets.length === 0 ? '' : `; ${enumerate(subnets, 6)}`}`;
  },
  sections({ networks }) {
    const items = networks.map((network) => ({
      text: [{ strong: network.name }, ` ${formatNetwork(network)}`],
      notes: network.endpoints.map(({ container, ipv4Address, ipv6Address }) => [{ code: [container, ipv4Address, ipv6Address].filter((word) => word !== undefined).join(' ') }]),
    }));
    return [{ title: 'Networks', noun: 'network', items }];
  },
};

function formatNetwork({ driver, isInternal, pools, bridge, mtu }: DockerNetwork): string {
  const ranges = pools.map(({ subnet, ipRange, gateway }) => [subnet, ipRange === undefined ? [] : ['range', ipRange], gateway === undefined ? [] : ['gateway', gateway]].flat().join(' '));
  return [driver, isInternal ? ['internal'] : [], bridge === undefined ? [] : ['bridge', bridge], mtu === undefined ? [] : ['mtu', String(mtu)], ranges.join(', ')].flat().filter((word) => word !== '').join(' ');
}

function readNetwork(raw: JsonObject): DockerNetwork | undefined {
  const [name, driver] = [textOf(raw['Name']), textOf(raw['Driver'])];
  const ipam = raw['IPAM'];
  if (name === undefined || driver === undefined || !isRecord(ipam)) return undefined;
  const options = isRecord(raw['Options']) ? raw['Options'] : {};
  const bridge = textOf(options['com.docker.network.bridge.name']);
  const mtu = textOf(options['com.docker.network.driver.mtu']);
  const pools = Array.isArray(ipam['Config']) ? (ipam['Config'] as readonly unknown[]).filter(isRecord) : [];
  const containers = isRecord(raw['Containers']) ? Object.values(raw['Containers']).filter(isRecord) : [];
  return {
    name,
    id: textOf(raw['Id']) ?? '',
    driver,
    scope: textOf(raw['Scope']) ?? '',
    isInternal: raw['Internal'] === true,
    pools: pools.flatMap((pool) => {
      const [subnet, ipRange, gateway] = [textOf(pool['Subnet']), filled(pool['IPRange']), filled(pool['Gateway'])];
      return subnet === undefined ? [] : [{ subnet, ...(ipRange === undefined ? {} : { ipRange }), ...(gateway === undefined ? {} : { gateway }) }];
    }),
    ...(bridge === undefined ? {} : { bridge }),
    ...(mtu !== undefined && /^\d{1,6}$/.test(mtu) ? { mtu: Number(mtu) } : {}),
    endpoints: containers.map((container) => {
      const [ipv4Address, ipv6Address] = [filled(container['IPv4Address']), filled(container['IPv6Address'])];
      return {
        container: textOf(container['Name']) ?? '',
        macAddress: textOf(container['MacAddress']) ?? '',
        ...(ipv4Address === undefined ? {} : { ipv4Address }),
        ...(ipv6Address === undefined ? {} : { ipv6Address }),
      };
    }),
  };
}

function filled(value: unknown): string | undefined {
  return value === '' ? undefined : textOf(value);
}

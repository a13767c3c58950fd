import { bool, int, pointer, slice, string, struct, type DecodedAs } from '../go-decode.js';
import { goQuote } from '../go-json.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import { addOnly, type CniPlugin, type PluginFault } from '../plugin.js';
import { specVersions } from '../version.js';

const entry = struct('main.PortMapEntry', { hostPort: int, containerPort: int, protocol: string, hostIP: string });

const shape = struct(
  'main.PortMapConf',
  {
    ...netConfFields,
    backend: pointer(string),
    snat: pointer(bool),
    conditionsV4: slice(string),
    conditionsV6: slice(string),
    masqAll: bool,
    markMasqBit: pointer(int),
    runtimeConfig: struct('struct { PortMaps []main.PortMapEntry "json:\\"portMappings,omitempty\\"" }', { portMappings: slice(entry, '[]main.PortMapEntry') }),
    externalSetMarkChain: pointer(string),
  },
  netConfEmbedded,
);

export type PortmapConfig = DecodedAs<typeof shape>;
export type PortMapping = DecodedAs<typeof entry>;

/** Forwards ports of the host to the container. Source: containernetworking/plugins v1.10.0 plugins/meta/portmap/main.go */
export const portmap: CniPlugin<PortmapConfig> = {
  type: 'portmap',
  role: 'meta',
  versions: specVersions,
  shape,
  decodingPrefix: 'failed to parse config: failed to parse network configuration: ',
  *faults(config, { chained }) {
    for (const fault of configFaults(config)) yield { ...fault, message: `failed to parse config: ${fault.message}` };
    if (!chained) yield { pointer: '', message: 'must be called as chained plugin', ...addOnly };
  },
};

function* configFaults(config: PortmapConfig): Iterable<PluginFault> {
  const { markMasqBit, externalSetMarkChain, backend, runtimeConfig } = config;
  if (markMasqBit !== undefined && externalSetMarkChain !== undefined) yield { pointer: '/externalSetMarkChain', message: 'Cannot specify externalSetMarkChain and markMasqBit' };
  if (markMasqBit !== undefined && (markMasqBit < 0 || markMasqBit > 31)) yield { pointer: '/markMasqBit', message: 'MasqMarkBit must be between 0 and 31' };
  const chosen = backend ?? 'iptables';
  const other = chosen === 'iptables' ? 'nftables' : 'iptables';
  const misplaced = optionsOf(config, other);
  if (misplaced[0] !== undefined) yield { pointer: `/${misplaced[0]}`, message: `${chosen} backend was requested but configuration contains ${other}-specific options [${misplaced.join(' ')}]` };
  if (chosen !== 'iptables' && chosen !== 'nftables') yield { pointer: '/backend', message: `unrecognized backend ${goQuote(chosen)}`, hint: 'iptables or nftables' };
  for (const [i, { containerPort, hostPort }] of (runtimeConfig.portMappings ?? []).entries()) {
    if (containerPort <= 0) yield { pointer: `/runtimeConfig/portMappings/${i}/containerPort`, message: `Invalid container port number: ${containerPort}` };
    if (hostPort <= 0) yield { pointer: `/runtimeConfig/portMappings/${i}/hostPort`, message: `Invalid host port number: ${hostPort}` };
  }
}

/** The options that only this backend understands: conditions of iptables begin with a hyphen or an exclamation mark. */
function optionsOf({ externalSetMarkChain, conditionsV4, conditionsV6 }: PortmapConfig, backend: 'iptables' | 'nftables'): string[] {
  const speaks = (conditions: readonly string[] | undefined) => {
    const first = conditions?.[0] ?? '';
    return first !== '' && /^[-!]/.test(first) === (backend === 'iptables');
  };
  return [...(externalSetMarkChain !== undefined && backend === 'iptables' ? ['externalSetMarkChain'] : []), ...(speaks(conditionsV4) ? ['conditionsV4'] : []), ...(speaks(conditionsV6) ? ['conditionsV6'] : [])];
}

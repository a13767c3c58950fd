import { argsFault, takesAnything } from '../cni-args.js';
import { bool, int, map, pointer, string, struct, type DecodedAs } from '../go-decode.js';
import { goQuote } from '../go-json.js';
import { parseMac } from '../go-net.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import { addOnly, type CniPlugin } from '../plugin.js';
import { specVersions } from '../version.js';

const shape = struct(
  'main.TuningConf',
  {
    ...netConfFields,
    dataDir: string,
    sysctl: map(string),
    mac: string,
    promisc: bool,
    mtu: int,
    txQLen: pointer(int),
    allmulti: pointer(bool),
    runtimeConfig: struct('struct { Mac string "json:\\"mac,omitempty\\"" }', { mac: string }),
    args: pointer(
      struct('struct { A *main.IPAMArgs "json:\\"cni\\"" }', {
        cni: pointer(struct('main.IPAMArgs', { sysctl: pointer(map(string)), mac: pointer(string), promisc: pointer(bool), mtu: pointer(int), allmulti: pointer(bool), txQLen: pointer(int) })),
      }),
    ),
  },
  netConfEmbedded,
);

export type TuningConfig = DecodedAs<typeof shape>;

/** Sets kernel parameters and properties of the interface. Source: containernetworking/plugins v1.10.0 plugins/meta/tuning/tuning.go */
export const tuning: CniPlugin<TuningConfig> = {
  type: 'tuning',
  role: 'meta',
  versions: specVersions,
  shape,
  shapeBefore: struct('main.sysctlCheck', { sysctl: map(string, 'main.sysctlKey') }),
  decodingPrefix: 'failed to load netconf: ',
  *faults(config, { args, chained, ifName }) {
    const fault = argsFault(args, { MAC: takesAnything });
    if (fault !== undefined) yield { pointer: '', message: fault };
    if (!chained) yield { pointer: '', message: 'Required prevResult missing', notOn: ['DEL'] };
    for (const key of (config.sysctl ?? new Map<string, string>()).keys()) {
      const path = sysctlPath(key, ifName);
      if (!path.startsWith('/proc/sys/net/')) yield { pointer: `/sysctl/${key}`, message: `invalid net sysctl key: ${goQuote(key.replaceAll('.', '/').replace('IFNAME', ifName))}`, hint: 'only net.* may be set', notOn: ['DEL'] };
    }
    const mac = config.runtimeConfig.mac === '' ? config.mac : config.runtimeConfig.mac;
    if (mac !== '' && parseMac(mac) === undefined) yield { pointer: '/mac', message: `invalid args ${mac} for MAC addr: address ${mac}: invalid MAC address`, ...addOnly };
  },
};

/** The file of a kernel parameter; dots part its name, and `IFNAME` stands for the interface. */
export function sysctlPath(key: string, ifName: string): string {
  const parts: string[] = [];
  for (const part of `proc/sys/${key.replaceAll('.', '/').replace('IFNAME', ifName)}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

import { pointer, struct, uint64, type DecodedAs } from '../go-decode.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import { addOnly, type CniPlugin, type PluginFault } from '../plugin.js';
import { versionsFrom } from '../version.js';

const limits = struct('main.BandwidthEntry', { ingressRate: uint64, ingressBurst: uint64, egressRate: uint64, egressBurst: uint64 });

const own = { ingressRate: pointer(uint64), ingressBurst: pointer(uint64), egressRate: pointer(uint64), egressBurst: pointer(uint64) };

const shape = struct(
  'main.PluginConf',
  { ...netConfFields, runtimeConfig: struct('struct { Bandwidth *main.BandwidthEntry "json:\\"bandwidth,omitempty\\"" }', { bandwidth: pointer(limits) }), ...own },
  { ...netConfEmbedded, ingressRate: 'BandwidthEntry', ingressBurst: 'BandwidthEntry', egressRate: 'BandwidthEntry', egressBurst: 'BandwidthEntry' },
);

export type BandwidthConfig = DecodedAs<typeof shape>;

/** Rates in bits per second, bursts in bits; 0 is no limit. */
export type BandwidthLimits = DecodedAs<typeof limits>;

/** Shapes what goes through the host's end of a veth pair. Source: containernetworking/plugins v1.10.0 plugins/meta/bandwidth/main.go */
export const bandwidth: CniPlugin<BandwidthConfig> = {
  type: 'bandwidth',
  role: 'meta',
  versions: versionsFrom('0.3.0'),
  shape,
  decodingPrefix: 'failed to parse network configuration: ',
  *faults(config, { chained }) {
    const wanted = bandwidthLimits(config);
    if (wanted !== undefined) {
      const at = fromFile(config) === undefined ? '/runtimeConfig/bandwidth' : '';
      yield* rateFaults(wanted.ingressRate, wanted.ingressBurst, `${at}/ingress`);
      yield* rateFaults(wanted.egressRate, wanted.egressBurst, `${at}/egress`);
    }
    if (wanted !== undefined && Object.values(wanted).some((each) => each !== 0) && !chained) yield { pointer: '', message: 'must be called as chained plugin', ...addOnly };
  },
};

/** The limits in force: those of the file, else those of the runtime. Undefined where there are none. */
export function bandwidthLimits(config: BandwidthConfig): BandwidthLimits | undefined {
  return fromFile(config) ?? config.runtimeConfig.bandwidth;
}

function fromFile({ ingressRate, ingressBurst, egressRate, egressBurst }: BandwidthConfig): BandwidthLimits | undefined {
  if ([ingressRate, ingressBurst, egressRate, egressBurst].every((each) => each === undefined)) return undefined;
  return { ingressRate: ingressRate ?? 0, ingressBurst: ingressBurst ?? 0, egressRate: egressRate ?? 0, egressBurst: egressBurst ?? 0 };
}

function* rateFaults(rate: number, burst: number, at: string): Iterable<PluginFault> {
  if (burst === 0 && rate !== 0) yield { pointer: `${at}Rate`, message: 'if rate is set, burst must also be set' };
  else if (rate === 0 && burst !== 0) yield { pointer: `${at}Burst`, message: 'if burst is set, rate must also be set' };
  else if (Math.floor(burst / 8) >= 2 ** 32 - 1) yield { pointer: `${at}Burst`, message: 'burst cannot be more than 4GB' };
}

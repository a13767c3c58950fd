import { struct, type DecodedAs } from '../go-decode.js';
import { netConfFields } from '../go-types.js';
import type { CniPlugin } from '../plugin.js';
import { specVersions } from '../version.js';

const shape = struct('types.PluginConf', netConfFields);

export type LoopbackConfig = DecodedAs<typeof shape>;

/** Brings the container's `lo` up. Source: containernetworking/plugins v1.10.0 plugins/main/loopback/loopback.go */
export const loopback: CniPlugin<LoopbackConfig> = {
  type: 'loopback',
  role: 'interface',
  versions: specVersions,
  shape,
  decodingPrefix: 'failed to parse network config: ',
  readsNothingOn: ['CHECK', 'DEL'],
  faults: () => [],
};

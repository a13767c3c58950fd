import type { ReadoutFormat } from '../format.js';
import { ipRoute, type IpRouteReadout } from './ip-route.js';
import { resolvConf, type ResolvConfReadout } from './resolv-conf.js';

/** A readout of any format; `format` tells which. */
export type Readout = IpRouteReadout | ResolvConfReadout;

/** Every format, by id. */
export const readoutFormats: readonly ReadoutFormat<Readout>[] = [ipRoute, resolvConf];

export type { Reading, ReadoutFormat, ReadoutProblem } from './format.js';
export { readoutFormats, type Readout } from './formats/catalogue.js';
export type { IpRouteReadout } from './formats/ip-route.js';
export type { IpRoutes, Nexthop, Route, RouteFlag, RouteType } from './formats/ip-route-model.js';
export type { ResolvConf, ResolvConfReadout } from './formats/resolv-conf.js';
export type { GlibcResolver } from './formats/resolv-conf-glibc.js';
export type { KubeletHostDns } from './formats/resolv-conf-kubelet.js';
export { findFormat, parseReadout } from './parse-readout.js';
export { renderReadoutMarkdown, renderReadoutText } from './render.js';

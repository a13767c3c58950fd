import type { DnsPlugin } from '../plugin.js';
import { acl } from './acl.js';
import { any } from './any.js';
import { autopath } from './autopath.js';
import { auto, azure, clouddns, dnssec, erratic, etcd, federation, grpc, nomad, reverse, route53, secondary, tsig } from './backends.js';
import { bind } from './bind.js';
import { bufsize } from './bufsize.js';
import { cache } from './cache.js';
import { cancel } from './cancel.js';
import { chaos } from './chaos.js';
import { debug } from './debug.js';
import { dns64 } from './dns64.js';
import { dnstap } from './dnstap.js';
import { errors } from './errors.js';
import { file } from './file.js';
import { forward } from './forward.js';
import { geoip } from './geoip.js';
import { header } from './header.js';
import { health } from './health.js';
import { hosts } from './hosts.js';
import { kubernetes } from './kubernetes.js';
import { k8sExternal } from './k8s-external.js';
import { loadbalance } from './loadbalance.js';
import { local } from './local.js';
import { log } from './log.js';
import { loop } from './loop.js';
import { metadata } from './metadata.js';
import { minimal } from './minimal.js';
import { multisocket } from './multisocket.js';
import { nsid } from './nsid.js';
import { on } from './on.js';
import { pprof } from './pprof.js';
import { prometheus } from './prometheus.js';
import { proxy } from './proxy.js';
import { proxyproto } from './proxyproto.js';
import { ready } from './ready.js';
import { reload } from './reload.js';
import { rewrite } from './rewrite.js';
import { root } from './root.js';
import { grpcServer, https, https3, quic } from './servers.js';
import { shed } from './shed.js';
import { sign } from './sign.js';
import { template } from './template.js';
import { timeouts } from './timeouts.js';
import { tls } from './tls.js';
import { trace } from './trace.js';
import { transfer } from './transfer.js';
import { view } from './view.js';
import { whoami } from './whoami.js';
import { shutdown, startup } from './withdrawn.js';

/** Every plugin that is understood, in the order of the newest release; what a release runs, and in which order, is in `releases/plugin-order.ts`. */
export const dnsPlugins = [
  root, metadata, geoip, cancel, proxyproto, quic, grpcServer, https, https3, timeouts, multisocket, reload, nsid, bufsize, bind, debug, trace, ready, health, pprof, shed, prometheus, errors, log, dnstap,
  local, dns64, any, chaos, loadbalance, tsig, rewrite, autopath, acl, cache, header, dnssec, tls, minimal, template, transfer, hosts, route53, azure, clouddns, k8sExternal, kubernetes, file, auto,
  secondary, etcd, loop, forward, grpc, erratic, whoami, on, sign, view, nomad,
  // Of older releases.
  proxy, federation, reverse, startup, shutdown,
] as unknown as readonly DnsPlugin<never>[];

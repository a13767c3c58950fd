import type { Component } from '../component.js';
import { bandwidthPlugin } from './bandwidth.js';
import { bridgePlugin } from './bridge.js';
import { dhcpPlugin } from './dhcp.js';
import { firewallPlugin } from './firewall.js';
import { hostDevicePlugin } from './host-device.js';
import { hostLocalPlugin } from './host-local.js';
import { ipvlanPlugin } from './ipvlan.js';
import { loopbackPlugin } from './loopback.js';
import { macvlanPlugin } from './macvlan.js';
import { portmapPlugin } from './portmap.js';
import { ptpPlugin } from './ptp.js';
import { sbrPlugin } from './sbr.js';
import { staticPlugin } from './static.js';
import { tuningPlugin } from './tuning.js';
import { vlanPlugin } from './vlan.js';
import { vrfPlugin } from './vrf.js';
import { libcni } from './libcni.js';
import { contour } from './contour.js';
import { coredns } from './coredns.js';
import { coredns16 } from './coredns-1-6.js';
import { coredns18 } from './coredns-1-8.js';
import { corefileReader } from './corefile-reader.js';
import { envoyGateway } from './envoy-gateway.js';
import { etcd } from './etcd.js';
import { haproxyIngress } from './haproxy-ingress.js';
import { ingressNginx } from './ingress-nginx.js';
import { kubeApiserver } from './kube-apiserver.js';
import { kubeControllerManager } from './kube-controller-manager.js';
import { kubeProxy } from './kube-proxy.js';
import { kubeScheduler } from './kube-scheduler.js';
import { ipvsProxier } from './ipvs-proxier.js';
import { kubectl } from './kubectl.js';
import { kwok } from './kwok.js';
import { traefik } from './traefik.js';

/** The network plugins that libcni runs. */
export const cniPluginPrograms: readonly Component[] = [bandwidthPlugin, bridgePlugin, dhcpPlugin, firewallPlugin, hostDevicePlugin, hostLocalPlugin, ipvlanPlugin, loopbackPlugin, macvlanPlugin, portmapPlugin, ptpPlugin, sbrPlugin, staticPlugin, tuningPlugin, vlanPlugin, vrfPlugin];

/** Every real component of the bench. */
export const components: readonly Component[] = [etcd, kubeApiserver, kubeControllerManager, kubeScheduler, kubeProxy, ipvsProxier, kubectl, kwok, libcni, coredns, coredns18, coredns16, corefileReader, envoyGateway, ingressNginx, traefik, haproxyIngress, contour, ...cniPluginPrograms];

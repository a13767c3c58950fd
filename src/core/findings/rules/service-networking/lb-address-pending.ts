import { enumerate, type Evidence } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Pod, type Service } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { metalLbPools, type PoolLevel } from './load-balancer-pools.js';

/** Seconds for which a load balancer may take: those of clouds need two or three minutes. */
const grace = 300;

/** Programs that give addresses to Services of type LoadBalancer, by the last part of their image. */
const providers: readonly (readonly [RegExp, string])[] = [
  [/cloud-controller-manager/, 'a cloud-controller-manager'],
  [/metallb[/-](?:controller|speaker)$/, 'MetalLB'],
  [/kube-vip/, 'kube-vip'],
  [/klipper-lb/, 'ServiceLB of k3s'],
  [/aws-load-balancer-controller|aws-alb-ingress-controller/, 'the AWS load balancer controller'],
  [/purelb|openelb|porter-manager/, 'another of the cluster'],
];

export const lbAddressPending: Rule = {
  id: 'lb-address-pending',
  code: 'SVC-009',
  severity: 'error',
  title: 'The load balancer has no address',
  checks:
    'A Service of type LoadBalancer has no address in its status, and is older than five minutes: compared with the instant of the snapshot where that was captured, and where it was imported, with the youngest Service or pod in it, as a dump does not tell its own age. ' +
    'The pools of MetalLB are looked at, and the class that it asks for.',
  why: 'Nobody outside the cluster reaches it by that way; its ClusterIP and node ports work as they do.',
  fix: 'Look at the events of the Service, and at the log of what provides load balancers; where nothing does, use a NodePort, or install one (MetalLB, kube-vip, a cloud’s own).',
  source: 'kubernetes staging/src/k8s.io/cloud-provider/controllers/service/controller.go v1.37.2, syncLoadBalancerIfNeeded; metallb internal/allocator/allocator.go v0.15, Allocate',
  reads: ['Service'],
  consults: ['Pod', 'IPAddressPool', 'CiliumLoadBalancerIPPool'],
  *check(view) {
    const pending = view.objects('Service').filter(isPending);
    if (pending.length === 0) return;
    const now = instantOf(view);
    const provider = providerIn(view);
    const pools = metalLbPools(view);
    const hasCiliumPool = view.objects('CiliumLoadBalancerIPPool').some(({ spec }) => spec.disabled !== true);
    for (const service of pending) {
      yield;
      const age = now === undefined ? undefined : now - Date.parse(service.metadata.creationTimestamp ?? '');
      if (age === undefined || !(age >= grace * 1000)) continue;
      const { text, evidence } = reasonOf(service, { provider, pools, hasCiliumPool });
      yield {
        subject: refOf(service),
        detail: `It has had no address for at least ${tellAge(age)}. ${text}`,
        evidence: [{ ...refOf(service), field: 'status.loadBalancer' }, ...evidence],
      };
    }
  },
};

function isPending({ spec, status }: Service): boolean {
  return spec.type === 'LoadBalancer' && (status?.loadBalancer?.ingress ?? []).length === 0;
}

/** The snapshot is at least as young as the youngest that it holds; one that was captured was taken when it says. */
function instantOf(view: ClusterView): number | undefined {
  const times = [...view.objects('Service'), ...view.objects('Pod')].map(({ metadata }) => Date.parse(metadata.creationTimestamp ?? ''));
  const youngest = times.reduce((latest, time) => (time > latest ? time : latest), Number.NEGATIVE_INFINITY);
  const taken = Object.keys(view.state.resourceVersions).length === 0 ? Number.NaN : Date.parse(view.state.takenAt);
  const instant = taken > youngest ? taken : youngest;
  return Number.isFinite(instant) ? instant : undefined;
}

interface Around {
  readonly provider: { readonly name: string; readonly evidence: Evidence } | undefined;
  readonly pools: readonly PoolLevel[];
  readonly hasCiliumPool: boolean;
}

function reasonOf({ spec }: Service, { provider, pools, hasCiliumPool }: Around): { text: string; evidence: readonly Evidence[] } {
  if (spec.loadBalancerClass !== undefined) return { text: `It asks for the class ${spec.loadBalancerClass}, which a controller of its own must serve.`, evidence: [] };
  const automatic = pools.filter(({ isAutomatic }) => isAutomatic);
  if (pools.length > 0 && automatic.length === 0) return { text: `No IPAddressPool gives out addresses by itself (autoAssign: false): name one of ${enumerate(pools.map(({ name }) => name), 3)} in the annotation metallb.io/address-pool.`, evidence: pools.slice(0, 3).map(({ evidence }) => evidence) };
  if (automatic.length > 0 && automatic.every(({ free }) => free === 0n)) {
    const told = automatic.map(({ name, size }) => `${name} (${size})`);
    return { text: `No address of ${enumerate(told, 3)} is free.`, evidence: automatic.slice(0, 3).map(({ evidence }) => evidence) };
  }
  if (provider !== undefined) return { text: `${provider.name.charAt(0).toUpperCase()}${provider.name.slice(1)} runs, and has given it none.`, evidence: [provider.evidence] };
  return { text: hasCiliumPool || pools.length > 0 ? 'A pool of addresses is there, and nobody has given it one.' : 'The snapshot shows nothing that provides load balancers.', evidence: [] };
}

function providerIn(view: ClusterView): Around['provider'] {
  for (const pod of view.objects('Pod')) {
    const name = providerOf(pod);
    if (name !== undefined) return { name, evidence: { ...refOf(pod), field: 'spec.containers' } };
  }
  return undefined;
}

function providerOf({ spec }: Pod): string | undefined {
  for (const { image = '' } of spec.containers) {
    const path = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
    const found = providers.find(([pattern]) => pattern.test(path));
    if (found !== undefined) return found[1];
  }
  return undefined;
}

function tellAge(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  return minutes < 2880 ? `${Math.floor(minutes / 60)} hours` : `${Math.floor(minutes / 1440)} days`;
}

import { describe, expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import { controllersOf } from './discover.js';
import { readFlags } from './flags.js';

const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
const viewOf = (objects: readonly object[], coverage: Partial<Coverage> = {}, kubernetesVersion: string | null = null) => new ClusterView({ ...readCluster(objects), coverage: { ...whole, ...coverage }, kubernetesVersion });
const deployment = (image: string, args: readonly string[] = [], spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'edge', namespace: 'ingress', uid: 'd' },
  spec: { replicas: 1, selector: { matchLabels: { app: 'edge' } }, template: { metadata: { labels: { app: 'edge' } }, spec: { containers: [{ name: 'c', image, args, ...spec }] } } },
});
const ingressClass = (controller: string) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'c', uid: 'c' }, spec: { controller } });
const told = (view: ClusterView) => controllersOf(view).map(({ kind, name }) => `${kind} ${name}`);

describe('readFlags', () => {
  it.each<[string, readonly string[], Record<string, string>]>([
    ['with an equals sign', ['--ingress-class=nginx'], { 'ingress-class': 'nginx' }],
    ['as two words', ['--ingress-class', 'nginx'], { 'ingress-class': 'nginx' }],
    ['bare', ['--watch-ingress-without-class'], { 'watch-ingress-without-class': 'true' }],
    ['a switch takes no word after it', ['--watch-ingress-without-class', 'false'], { 'watch-ingress-without-class': 'true' }],
    ['a flag before another flag has no value', ['--election-id', '--v=2'], { 'election-id': 'true', v: '2' }],
    ['the last of several', ['--ingress-class=a', '--ingress-class=b'], { 'ingress-class': 'b' }],
    ['an empty value', ['--ingress-class='], { 'ingress-class': '' }],
    ['one dash, and capitals', ['-providers.kubernetesIngress.ingressClass=x'], { 'providers.kubernetesingress.ingressclass': 'x' }],
    ['the namespace of the pod', ['--configmap=$(POD_NAMESPACE)/edge'], { configmap: 'ingress/edge' }],
    ['a variable that is known', ['--ingress-class=$(CLASS)'], { 'ingress-class': 'blue' }],
    ['a variable that is not', ['--ingress-class=$(OTHER)'], { 'ingress-class': '$(OTHER)' }],
    ['a dollar sign that is meant', ['--ingress-class=$$(CLASS)'], { 'ingress-class': '$(CLASS)' }],
    ['words that are no flags', ['/nginx-ingress-controller', 'serve'], {}],
  ])('%s', (_, args, expected) => {
    expect(Object.fromEntries(readFlags({ args, env: [{ name: 'CLASS', value: 'blue' }] }, 'ingress'))).toEqual(expected);
  });
});

describe('controllersOf', () => {
  it.each<[string, readonly object[], readonly string[]]>([
    ['ingress-nginx', [deployment('registry.k8s.io/ingress-nginx/controller:v1.15.1@sha256:aa')], ['ingress-nginx ingress/edge']],
    ['ingress-nginx in its jail', [deployment('registry.k8s.io/ingress-nginx/controller-chroot:v1.12.0')], ['ingress-nginx ingress/edge']],
    ['ingress-nginx of Rancher', [deployment('rancher/nginx-ingress-controller:v1.12.6-hardened1')], ['ingress-nginx ingress/edge']],
    ['ingress-nginx from a mirror, by its program', [deployment('mirror.example/edge:1', ['/usr/bin/dumb-init', '--', '/nginx-ingress-controller', '--ingress-class=a'], { command: ['/nginx-ingress-controller'] })], ['ingress-nginx ingress/edge']],
    ['F5’s controller is not ingress-nginx', [deployment('nginx/nginx-ingress:5.2', ['-nginx-configmaps=ingress/nginx'])], []],
    ['Traefik with its provider of Ingresses', [deployment('traefik:v3.7', ['--providers.kubernetesingress'])], ['traefik ingress/edge']],
    ['Traefik with both', [deployment('traefik:v3.7', ['--providers.kubernetesingress', '--providers.kubernetesingressnginx=true'])], ['traefik ingress/edge', 'traefik-nginx-provider ingress/edge (kubernetesIngressNGINX)']],
    ['Traefik without Ingresses is no controller of them', [deployment('traefik:v3.7', ['--providers.kubernetescrd'])], []],
    ['Contour, and not the programs beside it', [deployment('ghcr.io/projectcontour/contour:v1.33.0', ['serve']), { ...deployment('ghcr.io/projectcontour/contour:v1.33.0', ['certgen']), metadata: { name: 'certgen', namespace: 'ingress', uid: 'g' } }], ['contour ingress/edge']],
    ['a class of a controller that is not known', [ingressClass('example.com/edge')], ['other example.com/edge']],
    ['a class of a controller that would have to be here', [ingressClass('k8s.io/ingress-nginx')], []],
    ['a class that a workload serves', [deployment('registry.k8s.io/ingress-nginx/controller:v1.15.1'), ingressClass('k8s.io/ingress-nginx')], ['ingress-nginx ingress/edge']],
    ['an application', [deployment('registry.example/shop:1', ['--ingress-class=nginx'])], []],
  ])('finds %s', (_, objects, expected) => {
    expect(told(viewOf(objects))).toEqual(expected);
  });

  it('takes a class for its controller where the snapshot may lack the workload, and says so', () => {
    const [controller] = controllersOf(viewOf([ingressClass('k8s.io/ingress-nginx')], { Deployment: { state: 'absent' } }));
    expect(controller).toMatchObject({ kind: 'ingress-nginx', name: 'k8s.io/ingress-nginx', warnings: [expect.stringContaining('its flags were taken for their defaults')] });
  });

  it('finds the workload of pods that the snapshot holds without it, once', () => {
    const pod = (name: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'ingress', uid: name, labels: { 'pod-template-hash': '5f' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'edge-5f', uid: 'r', controller: true }] },
      spec: { containers: [{ name: 'c', image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1', args: ['--ingress-class=a'] }] },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: name === 'a' ? 'True' : 'False' }] },
    });
    const found = controllersOf(viewOf([pod('a'), pod('b')], { Deployment: { state: 'absent' } }));
    expect(found.map(({ name, workload, flags }) => [name, workload?.ref.kind, workload?.ready, flags.get('ingress-class')])).toEqual([['ingress/edge', 'Deployment', 1, 'a']]);
  });

  it('knows GKE’s controller by the version and the Service of its default backend', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'default-http-backend', namespace: 'kube-system', uid: 's' }, spec: { ports: [{ port: 80 }] } };
    expect(told(viewOf([service], {}, 'v1.33.4-gke.100'))).toEqual(['gce gke-ingress']);
    expect(told(viewOf([service], {}, 'v1.33.4'))).toEqual([]);
    expect(told(viewOf([], {}, 'v1.33.4-gke.100'))).toEqual([]);
  });

  it('reads Traefik’s file of options', () => {
    const options = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'traefik', namespace: 'ingress', uid: 'm' }, data: { 'traefik.yaml': 'providers:\n  kubernetesIngress:\n    ingressClass: blue\n    namespaces: [a, b]\n' } };
    const [controller] = controllersOf(viewOf([deployment('traefik:v3.7', ['--configfile=/config/traefik.yaml']), options]));
    expect([controller?.flags.get('providers.kubernetesingress.ingressclass'), controller?.flags.get('providers.kubernetesingress.namespaces')]).toEqual(['blue', 'a,b']);
  });

  it('takes the ConfigMap that a flag names, whatever it is called', () => {
    const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'edge', namespace: 'ingress', uid: 'm' }, data: { 'ssl-redirect': 'false', 'unrelated': 'x' } };
    const edge = deployment('registry.k8s.io/ingress-nginx/controller:v1.15.1', ['--configmap=$(POD_NAMESPACE)/edge']);
    expect(controllersOf(viewOf([edge, settings]))[0]?.configMap).toEqual({ namespace: 'ingress', name: 'edge', data: { 'ssl-redirect': 'false' } });
    expect(controllersOf(viewOf([edge]))[0]).toMatchObject({ configMap: { data: {} }, warnings: [] });
    expect(controllersOf(viewOf([edge], { ConfigMap: { state: 'forbidden' } }))[0]).toMatchObject({ warnings: [expect.stringContaining('ConfigMap ingress/edge')] });
  });
});

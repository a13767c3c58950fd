import { checkRule, service } from '../../cluster.table.js';
import { externalnameSuspect } from './externalname-suspect.js';

const alias = (externalName: string) => service({ type: 'ExternalName', clusterIP: undefined, selector: undefined, externalName }, 'db');

checkRule(externalnameSuspect, [
  { name: 'an IPv4 address', cluster: [alias('192.0.2.7')], finds: ['warning Service shop/db: 192.0.2.7 is an IP address, which a CNAME cannot hold.'] },
  { name: 'an IPv6 address', cluster: [alias('2001:db8::7')], finds: ['warning Service shop/db: 2001:db8::7 is an IP address, which a CNAME cannot hold.'] },
  {
    name: 'a Service that does not exist',
    cluster: [alias('postgres.data.svc.cluster.local')],
    finds: ['warning Service shop/db: postgres.data.svc.cluster.local names Service data/postgres, which does not exist.'],
  },
  {
    name: 'a pod of a Service that does not exist, with a closing dot',
    cluster: [alias('pg-0.postgres.data.svc.cluster.local.')],
    finds: ['warning Service shop/db: pg-0.postgres.data.svc.cluster.local. names Service data/postgres, which does not exist.'],
  },
  {
    name: 'the cluster domain is left out, even if the Service exists',
    cluster: [alias('web.shop.svc'), service()],
    finds: ['warning Service shop/db: web.shop.svc lacks the cluster domain, and a CNAME goes through no search list.'],
  },
  { name: 'a namespace is no Service', cluster: [alias('shop.svc.cluster.local')], finds: ['warning Service shop/db: shop.svc.cluster.local names no Service.'] },
  { name: 'a Service that names itself', cluster: [alias('db.shop.svc.cluster.local')], finds: ['warning Service shop/db: db.shop.svc.cluster.local is this Service itself.'] },
  {
    name: 'an address behind an Ingress, whose controller may take it as it stands',
    cluster: [
      alias('192.0.2.7'),
      { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'edge', namespace: 'shop' }, spec: { defaultBackend: { service: { name: 'db', port: { number: 80 } } } } },
    ],
    finds: ['info Service shop/db: 192.0.2.7 is an IP address, which a CNAME cannot hold; Ingress edge leads here, and some controllers connect to it without DNS.'],
  },
  { name: 'quiet: a name outside of the cluster', cluster: [alias('db.example.com')] },
  { name: 'quiet: a Service that exists, whatever the letters', cluster: [alias('Web.shop.svc.cluster.local'), service()] },
  { name: 'quiet: a name that looks like an address', cluster: [alias('10.0.0.1.example.com')] },
  { name: 'quiet: a Service of another cluster domain', cluster: [alias('postgres.data.svc.other.example')] },
  {
    name: 'quiet: a Service in a namespace that the snapshot does not hold',
    cluster: [alias('postgres.data.svc.cluster.local')],
    coverage: { Service: { state: 'collected', namespaces: ['shop'] } },
  },
  { name: 'quiet: not an ExternalName', cluster: [service({ externalName: '192.0.2.7' })] },
]);

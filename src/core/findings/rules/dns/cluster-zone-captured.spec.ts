import { checkRule } from '../../cluster.table.js';
import { clusterZoneCaptured } from './cluster-zone-captured.js';
import { block, coredns, kubernetes } from './coredns.table.js';

const finds = (plugin: string, zones: string) => [`error ConfigMap kube-system/coredns: The plugin ${plugin} takes the queries for ${zones} before kubernetes, and lets none through.`];
const hosts = (zones: string, rest = '') => coredns(block(kubernetes, `hosts /none ${zones} {\n      10.0.0.1 db.example\n      ${rest}\n    }`));
const template = (head: string, ...lines: readonly string[]) => coredns(block(kubernetes, `template ${head} {\n${lines.map((line) => `      ${line}\n`).join('')}    }`));

checkRule(clusterZoneCaptured, [
  { name: 'hosts for all names', cluster: hosts(''), finds: finds('hosts', '., and so for cluster.local.') },
  { name: 'hosts for the zone', cluster: hosts('cluster.local'), finds: finds('hosts', 'cluster.local.') },
  { name: 'hosts for a part of it', cluster: hosts('shop.svc.cluster.local'), finds: finds('hosts', 'shop.svc.cluster.local., and so for cluster.local.') },
  { name: 'hosts that fall through for another zone', cluster: hosts('', 'fallthrough example.org'), finds: finds('hosts', '., and so for cluster.local.') },
  { name: 'a template without a pattern', cluster: template('IN A', 'rcode NXDOMAIN', 'fallthrough'), finds: finds('template', '., and so for cluster.local.') },
  { name: 'a template whose pattern others do not match, without fallthrough', cluster: template('IN ANY', 'match ^db[.]', 'answer "{{ .Name }} 60 IN A 10.0.0.1"'), finds: finds('template', '., and so for cluster.local.') },
  { name: 'quiet: hosts that fall through', cluster: hosts('', 'fallthrough') },
  { name: 'quiet: hosts that fall through for the zone', cluster: hosts('', 'fallthrough cluster.local') },
  { name: 'quiet: hosts for other names', cluster: hosts('example.org') },
  { name: 'quiet: no AAAA records, by intention', cluster: template('IN AAAA', 'rcode NOERROR') },
  { name: 'quiet: a pattern with fallthrough', cluster: template('IN A', 'match ^db[.]', 'answer "{{ .Name }} 60 IN A 10.0.0.1"', 'fallthrough') },
  { name: 'quiet: in another block', cluster: coredns(`example.org {\n  hosts /none\n}\n${block(kubernetes)}`) },
  { name: 'quiet: a block without the cluster’s names', cluster: coredns(block('hosts /none', 'forward . 9.9.9.9')) },
]);

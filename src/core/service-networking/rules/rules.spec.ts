import { describe, expect, it } from 'vitest';
import { finish } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { clusterOf, kubeadmProxy, node, proxyDaemonSet, webService, webSlice } from '../kube-proxy.table.js';
import { renderRulesText, rulesSteps, type RulesAnswer, type RulesQuestion } from './rules.js';

const machines = [node('worker-1', ['192.168.10.11']), node('worker-2', ['192.168.10.12'])];
const proxy = kubeadmProxy({ mode: 'iptables', clusterCIDR: '10.244.0.0/16' });
const shop = [webService(), webSlice(['10.244.1.5@worker-1', '10.244.2.9@worker-2', '10.244.2.10@worker-2'])];
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1', namespace: 'shop' }, spec: { containers: [{ name: 'web', image: 'web' }] } };

function answerOf(view: ClusterView, question: RulesQuestion = { node: 'worker-1' }): RulesAnswer {
  return finish(rulesSteps(view, question));
}

const lines = (answer: RulesAnswer, chain: string) => answer.tables.flatMap(({ rules }) => rules.filter((rule) => rule.chain === chain).map(({ text }) => text));

describe('the rules that kube-proxy writes', () => {
  it('are those of each port, in the words of kube-proxy', () => {
    const text = renderRulesText(answerOf(clusterOf([...machines, ...proxy, ...shop]), { node: 'worker-1', service: 'shop/web' }));
    expect(text.split('\n')).toEqual([
      '*filter',
      'COMMIT',
      '*nat',
      ':KUBE-SVC-67NZLRHBNDSAWJRO - [0:0]',
      ':KUBE-SEP-34ZZ2QFGO32YYXXO - [0:0]',
      ':KUBE-SEP-F45V6TZZSXLO3WFM - [0:0]',
      ':KUBE-SEP-EMUAPVFCFHRD2FOR - [0:0]',
      '-A KUBE-SERVICES -m comment --comment "shop/web:http cluster IP" -m tcp -p tcp -d 10.96.7.10 --dport 80 -j KUBE-SVC-67NZLRHBNDSAWJRO',
      '-A KUBE-SVC-67NZLRHBNDSAWJRO -m comment --comment "shop/web:http cluster IP" -m tcp -p tcp -d 10.96.7.10 --dport 80 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ',
      '-A KUBE-SVC-67NZLRHBNDSAWJRO -m comment --comment "shop/web:http -> 10.244.1.5:8080" -m statistic --mode random --probability 0.3333333333 -j KUBE-SEP-34ZZ2QFGO32YYXXO',
      '-A KUBE-SVC-67NZLRHBNDSAWJRO -m comment --comment "shop/web:http -> 10.244.2.10:8080" -m statistic --mode random --probability 0.5000000000 -j KUBE-SEP-F45V6TZZSXLO3WFM',
      '-A KUBE-SVC-67NZLRHBNDSAWJRO -m comment --comment "shop/web:http -> 10.244.2.9:8080" -j KUBE-SEP-EMUAPVFCFHRD2FOR',
      '-A KUBE-SEP-34ZZ2QFGO32YYXXO -m comment --comment shop/web:http -s 10.244.1.5 -j KUBE-MARK-MASQ',
      '-A KUBE-SEP-34ZZ2QFGO32YYXXO -m comment --comment shop/web:http -m tcp -p tcp -j DNAT --to-destination 10.244.1.5:8080',
      '-A KUBE-SEP-F45V6TZZSXLO3WFM -m comment --comment shop/web:http -s 10.244.2.10 -j KUBE-MARK-MASQ',
      '-A KUBE-SEP-F45V6TZZSXLO3WFM -m comment --comment shop/web:http -m tcp -p tcp -j DNAT --to-destination 10.244.2.10:8080',
      '-A KUBE-SEP-EMUAPVFCFHRD2FOR -m comment --comment shop/web:http -s 10.244.2.9 -j KUBE-MARK-MASQ',
      '-A KUBE-SEP-EMUAPVFCFHRD2FOR -m comment --comment shop/web:http -m tcp -p tcp -j DNAT --to-destination 10.244.2.9:8080',
      'COMMIT',
      '',
    ]);
  });

  it('begin and end with those that belong to no Service', () => {
    const answer = answerOf(clusterOf([...machines, ...proxy]), { node: 'worker-1', nfacct: false });
    expect(renderRulesText(answer).split('\n')).toEqual([
      '*filter',
      ':KUBE-SERVICES - [0:0]',
      ':KUBE-EXTERNAL-SERVICES - [0:0]',
      ':KUBE-FORWARD - [0:0]',
      ':KUBE-NODEPORTS - [0:0]',
      ':KUBE-PROXY-FIREWALL - [0:0]',
      ':KUBE-FIREWALL - [0:0]',
      '-A KUBE-FIREWALL -m comment --comment "block incoming localnet connections" -d 127.0.0.0/8 ! -s 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP',
      '-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP',
      '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x00004000/0x00004000 -j ACCEPT',
      '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
      'COMMIT',
      '*nat',
      ':KUBE-SERVICES - [0:0]',
      ':KUBE-NODEPORTS - [0:0]',
      ':KUBE-POSTROUTING - [0:0]',
      ':KUBE-MARK-MASQ - [0:0]',
      '-A KUBE-POSTROUTING -m mark ! --mark 0x00004000/0x00004000 -j RETURN',
      '-A KUBE-POSTROUTING -j MARK --xor-mark 0x00004000',
      '-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
      '-A KUBE-MARK-MASQ -j MARK --or-mark 0x00004000',
      '-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS',
      'COMMIT',
      '',
    ]);
  });

  it.each<readonly [minor: number, expected: string]>([
    [30, '-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP'],
    [37, '-A KUBE-FORWARD -m conntrack --ctstate INVALID -m nfacct --nfacct-name ct_state_invalid_dropped_pkts -j DROP'],
  ])('of version 1.%i count what is invalid or do not', (minor, expected) => {
    const [, configMap] = proxy;
    const view = clusterOf([...machines, proxyDaemonSet(`kube-proxy:v1.${minor}.0`, ['kube-proxy', '--config=/var/lib/kube-proxy/config.conf']), configMap as object]);
    expect(lines(answerOf(view), 'KUBE-FORWARD')[0]).toBe(expected);
  });

  it('tell whose they are, and how many', () => {
    const answer = answerOf(clusterOf([...machines, ...proxy, ...shop]));
    expect(answer).toMatchObject({ outcome: 'programmed', mode: 'iptables', node: 'worker-1', ipFamily: 'IPv4', kubernetesVersion: 'v1.37.2', summary: 'kube-proxy of node worker-1 (IPv4) writes 20 rules for 1 port of Services.' });
    expect(answer.steps[0]?.evidence).toContainEqual(expect.objectContaining({ kind: 'ConfigMap', field: 'data[config.conf]' }));
  });

  it('are the same bytes twice', () => {
    const view = clusterOf([...machines, ...proxy, ...shop]);
    expect(renderRulesText(answerOf(view))).toBe(renderRulesText(answerOf(view)));
  });

  it('cannot be smuggled in by a name', () => {
    const smuggler = { ...(webService() as { metadata: object }), metadata: { name: 'web\n-A INPUT -j ACCEPT', namespace: 'shop' } };
    expect(renderRulesText(answerOf(clusterOf([...machines, ...proxy, smuggler])))).not.toContain('INPUT');
  });
});

describe('where kube-proxy does not run', () => {
  it('there are no rules, and it is said what takes its place', () => {
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cilium-config', namespace: 'kube-system' }, data: { 'kube-proxy-replacement': 'true' } };
    const template = { metadata: { labels: { 'k8s-app': 'cilium' } }, spec: { hostNetwork: true, containers: [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.18.0', command: ['cilium-agent'] }] } };
    const cilium = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'cilium', namespace: 'kube-system' }, spec: { selector: { matchLabels: { 'k8s-app': 'cilium' } }, template } };
    const answer = answerOf(clusterOf([...machines, ...shop, config, cilium, pod]));
    expect([answer.outcome, answer.mode, answer.tables, renderRulesText(answer)]).toEqual(['replaced', null, [], `# ${answer.summary}\n`]);
    expect(answer.summary).toBe('No kube-proxy runs on node worker-1 (IPv4): Cilium does what it does, and there are no rules of kube-proxy.');
  });

  it('there are no rules where nothing takes its place', () => {
    expect(answerOf(clusterOf([...machines, ...shop, pod]))).toMatchObject({ outcome: 'no-kube-proxy', tables: [] });
  });

  it('its defaults are assumed, and said to be, where the snapshot does not vouch for it', () => {
    const { outcome, warnings } = answerOf(clusterOf([...machines, ...shop], { DaemonSet: { state: 'absent' } }));
    expect([outcome, warnings.some((warning) => warning.includes('The snapshot holds no kube-proxy'))]).toEqual(['programmed', true]);
  });

  it('as a pod but within k3s, its defaults are assumed, and said to be', () => {
    const { outcome, warnings } = answerOf(clusterOf([node('worker-1', ['192.168.10.11'], { version: 'v1.33.4+k3s1' }), ...shop, pod]));
    expect([outcome, warnings.some((warning) => warning.startsWith('k3s runs kube-proxy within its own process'))]).toEqual(['programmed', true]);
  });

  it('but kernelspace of Windows, no rules are told', () => {
    expect(answerOf(clusterOf([node('worker-1', ['192.168.10.11'], { labels: { 'kubernetes.io/os': 'windows' } }), proxyDaemonSet('kube-proxy:v1.37.2', ['kube-proxy', '--proxy-mode=kernelspace'], {})]))).toMatchObject({ outcome: 'unsupported-mode', mode: 'kernelspace' });
  });
});

describe('a question about rules', () => {
  it('of a Service that is not served is answered', () => {
    expect(answerOf(clusterOf([...machines, ...proxy, webService({ clusterIP: 'None' })]), { node: 'worker-1', service: 'shop/web' }).summary).toBe('kube-proxy of node worker-1 (IPv4) does not serve Service shop/web, and writes nothing for it.');
  });

  it.each<readonly [name: string, question: RulesQuestion, detail: string]>([
    ['a node that is not there', { node: 'worker-3' }, 'There is no node “worker-3”; near: worker-1, worker-2.'],
    ['no node', {}, 'There are 2 nodes: name one of them, as in worker-1.'],
    ['a Service that is not there', { node: 'worker-1', service: 'shop/wed' }, 'There is no Service “shop/wed”; near: shop/web.'],
    ['a name that is none of a Service', { node: 'worker-1', service: 'web' }, '“web” names no Service: write namespace/name, as in default/kubernetes.'],
  ])('with %s is refused', (_, question, detail) => {
    expect(() => answerOf(clusterOf([...machines, ...proxy, ...shop]), question)).toThrow(detail);
  });

  it('needs no node where there is one', () => {
    expect(answerOf(clusterOf([node('alone', ['192.168.10.11']), ...proxy]), {}).node).toBe('alone');
  });
});

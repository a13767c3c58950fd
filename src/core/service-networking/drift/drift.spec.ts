import { describe, expect, it } from 'vitest';
import { finish } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { formatRule, iptablesSave, savedRule } from '../../readouts/index.js';
import { clusterOf, kubeadmProxy, node, webService, webSlice } from '../kube-proxy.table.js';
import { builtinJumps } from '../modes/iptables/fixed-rules.js';
import { renderRulesText, rulesSteps } from '../rules/rules.js';
import type { DriftAnswer } from './answer.js';
import { driftSteps } from './drift.js';
import { renderDriftMarkdown, renderDriftText } from './render.js';

const nodes = [node('worker-1', ['192.168.10.11']), node('worker-2', ['192.168.10.12'])];
const ready = ['10.244.1.5@worker-1 ready', '10.244.2.9@worker-2 ready'];
const balanced = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 32000, loadBalancerSourceRanges: ['203.0.113.0/25'], sessionAffinity: 'ClientIP', ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }] };
const withVip = { ingress: [{ ip: '198.51.100.7' }] };

function cluster(endpoints: readonly string[] = ready, spec: object = {}, more: object = {}): ClusterView {
  return clusterOf([...nodes, ...kubeadmProxy({ clusterCIDR: '10.244.0.0/16', ...more }), webService(spec, 'type' in spec ? withVip : {}), webSlice(endpoints)]);
}

const written = (view: ClusterView) => renderRulesText(finish(rulesSteps(view, { node: 'worker-1' })));

/** What `iptables-save` prints after kube-proxy wrote that: other tables first, chains in another order, values as the kernel gives them back, the chains of the kernel and of the kubelet around. */
function saved(view: ClusterView): string {
  const { tables } = iptablesSave.parse(written(view)).parsed;
  return ['mangle', 'nat', 'filter'].map((name) => {
    const chains = tables.find((table) => table.name === name)?.chains ?? [];
    const jumps = builtinJumps.filter(({ table }) => table === name).map(({ rule }) => rule).reverse();
    const own = [...chains].sort((a, b) => (a.name < b.name ? 1 : -1));
    return [
      `*${name}`, ':INPUT ACCEPT [1:60]', ':FORWARD ACCEPT [0:0]', ':OUTPUT ACCEPT [6:360]', ...(name === 'nat' ? [':PREROUTING ACCEPT [1:60]', ':POSTROUTING ACCEPT [1:60]'] : []),
      ':KUBE-KUBELET-CANARY - [0:0]', ':KUBE-PROXY-CANARY - [0:0]', ':DOCKER - [0:0]', ...own.map((chain) => `:${chain.name} - [0:0]`),
      ...[...jumps, ...own.flatMap(({ rules }) => rules.map(({ rule }) => rule))].map((rule) => formatRule(savedRule(rule, 'IPv4'))), '-A DOCKER -i docker0 -j RETURN', 'COMMIT',
    ].join('\n');
  }).join('\n') + '\n';
}

const drift = (view: ClusterView, text: string, node = 'worker-1'): DriftAnswer => finish(driftSteps(view, { node, iptablesSave: text }));
const brief = ({ missing, extra, different, stale }: DriftAnswer) => [
  ...missing.map(({ rule }) => `missing ${rule}`), ...extra.map(({ rule }) => `extra ${rule}`), ...different.map(({ expected, found }) => `expected ${expected} found ${found}`), ...stale.map(({ chain }) => `stale ${chain}`),
];

describe('a node that is in sync', () => {
  it.each<[string, ClusterView]>([
    ['with a ClusterIP', cluster()],
    ['without endpoints', cluster([])],
    ['with a load balancer, policy Local, ranges and affinity', cluster(ready, balanced)],
    ['without a local endpoint', cluster(['10.244.2.9@worker-2 ready'], balanced)],
    ['with node ports of some addresses', cluster(ready, balanced, { nodePortAddresses: ['192.168.10.0/24'] })],
    ['with another bit', cluster(ready, {}, { iptables: { masqueradeBit: 15, masqueradeAll: true } })],
    ['of more than 1000 endpoints', cluster(Array.from({ length: 1100 }, (_, i) => `10.244.${1 + (i >> 8)}.${i & 255}@worker-1 ready`))],
  ])('%s, as kube-proxy writes and as iptables-save prints', (_, view) => {
    for (const text of [written(view), saved(view)]) expect(brief(drift(view, text))).toEqual([]);
    expect(drift(view, saved(view))).toMatchObject({ outcome: 'in-sync', inSync: true, comparison: 'exact', partial: false, node: 'worker-1', mode: 'iptables', summary: 'The rules of node worker-1 are what kube-proxy would write.', warnings: [] });
  });

  const text = saved(cluster(ready, balanced));
  const view = cluster(ready, balanced);

  it.each<[string, (text: string) => string]>([
    ['counters', (all) => all.replaceAll('\n-A', '\n[12:3456] -A')],
    ['blanks in place of line ends', (all) => all.replaceAll('\n', ' ')],
    ['probabilities of five decimals', (all) => all.replaceAll('0.50000000000', '0.49999998882')],
    ['a kernel without nfacct', (all) => all.split('\n').filter((line) => !line.includes('localhost_nps')).join('\n').replaceAll(' -m nfacct --nfacct-name ct_state_invalid_dropped_pkts', '')],
    ['a kernel that is liberal', (all) => all.split('\n').filter((line) => !line.includes('--ctstate INVALID')).join('\n')],
    ['a version without fully random ports', (all) => all.replaceAll(' --random-fully', '')],
    ['comments of another version', (all) => all.replaceAll('shop/web:http -> ', 'shop/web:http --> ')],
    ['rules of the kubelet', (all) => all.replace('*filter\n', '*filter\n-A KUBE-FIREWALL -m comment --comment "kubernetes firewall for dropping marked packets" -m mark --mark 0x8000/0x8000 -j DROP\n')],
    ['a chain that nothing leads to', (all) => all.replace('*nat\n', '*nat\n:KUBE-SEP-ABCDEFGHABCDEFGH - [0:0]\n')],
  ])('stays so with %s', (_, edit) => {
    const { inSync, counts } = drift(view, edit(text));
    expect([inSync, counts.missing, counts.extra, counts.different]).toEqual([true, 0, 0, 0]);
  });

  it('tells what is left over', () => {
    const answer = drift(view, text.replace('*nat\n', '*nat\n-A KUBE-SEP-ABCDEFGHABCDEFGH -p tcp -m comment --comment "shop/old:http" -m tcp -j DNAT --to-destination 10.244.9.9:80\n'));
    expect(answer.stale).toEqual([{ table: 'nat', chain: 'KUBE-SEP-ABCDEFGHABCDEFGH', servicePort: 'shop/old:http', line: expect.any(Number) as number }]);
    expect(answer.summary).toBe('The rules of node worker-1 are what kube-proxy would write. 1 chain that nothing leads to is left over, which does no harm.');
  });
});

describe('a node that has drifted', () => {
  const view = cluster();
  const text = saved(view);
  const svc = '-A KUBE-SERVICES -d 10.96.7.10/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-67NZLRHBNDSAWJRO';
  const dnat = '-A KUBE-SEP-34ZZ2QFGO32YYXXO -p tcp -m comment --comment "shop/web:http" -m tcp -j DNAT --to-destination 10.244.1.5:8080';

  it.each<[string, string, readonly string[], readonly string[]]>([
    ['nothing leads to the Service', text.replace(`${svc}\n`, ''), [`missing ${svc}`], ['ClusterIP 10.96.7.10:80: no rule serves it, so connections leave by the routes of the node and time out']],
    ['an endpoint was changed by hand', text.replace('10.244.1.5:8080\n', '10.244.1.99:8080\n').replace(dnat, dnat.replace('.5:', '.99:')), [`expected ${dnat} found ${dnat.replace('.5:8080', '.99:8080')}`], [
      'ClusterIP 10.96.7.10:80: 1 of the 2 places that connections go to is no endpoint (any more): 10.244.1.99:8080; those fail or reach somebody else; 10.244.1.5:8080 gets no connections',
    ]],
    ['the jump of the kernel is gone', text.replace('-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES\n', ''), ['missing -A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES'], []],
    ['masquerade was changed', text.replace('! -s 10.244.0.0/16', '! -s 10.0.0.0/8'), [
      'expected -A KUBE-SVC-67NZLRHBNDSAWJRO ! -s 10.244.0.0/16 -d 10.96.7.10/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ found -A KUBE-SVC-67NZLRHBNDSAWJRO ! -s 10.0.0.0/8 -d 10.96.7.10/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ',
    ], []],
  ])('%s', (_, edited, expected, noticed) => {
    expect(edited).not.toBe(text);
    const answer = drift(view, edited);
    expect([answer.outcome, brief(answer)]).toEqual(['drifted', expected]);
    expect(answer.services.flatMap((service) => service.noticed)).toEqual(noticed);
  });

  it('as an endpoint came: the rule that chooses it, its chain, and no word of the probabilities that changed with it', () => {
    const answer = drift(cluster([...ready, '10.244.2.10@worker-2 ready']), text);
    expect(answer.missing.map(({ chain, servicePort }) => [chain.slice(0, 9), servicePort])).toEqual([['KUBE-SEP-', 'shop/web:http'], ['KUBE-SEP-', 'shop/web:http'], ['KUBE-SVC-', 'shop/web:http']]);
    expect([answer.extra, answer.different]).toEqual([[], []]);
    expect(answer.services).toEqual([{ servicePort: 'shop/web:http', noticed: ['ClusterIP 10.96.7.10:80: 10.244.2.10:8080 gets no connections'], missing: 3, extra: 0, different: 0 }]);
  });

  it('as an endpoint went: connections still go there', () => {
    const answer = drift(cluster(['10.244.1.5@worker-1 ready']), text);
    expect(answer.services[0]?.noticed).toEqual(['ClusterIP 10.96.7.10:80: 1 of the 2 places that connections go to is no endpoint (any more): 10.244.2.9:8080; those fail or reach somebody else']);
  });

  it('as the Service lost its endpoints, and got them back', () => {
    expect(drift(cluster([]), text).services[0]?.noticed).toEqual(['ClusterIP 10.96.7.10:80: connections still go to 10.244.1.5:8080 and 10.244.2.9:8080, though shop/web:http has no endpoint for them']);
    expect(drift(view, saved(cluster([]))).services[0]?.noticed).toEqual(['ClusterIP 10.96.7.10:80: connections are refused, though shop/web:http has 2 endpoints']);
  });

  it('with a Service that is gone', () => {
    const gone = clusterOf([...nodes, ...kubeadmProxy({ clusterCIDR: '10.244.0.0/16' })]);
    const answer = drift(gone, text);
    expect(answer.extra.every(({ servicePort }) => servicePort === 'shop/web:http')).toBe(true);
    expect(answer.counts).toMatchObject({ missing: 0, different: 0, extra: 8 });
  });

  it('is told in few lines', () => {
    const answer = drift(cluster(['10.244.1.5@worker-1 ready']), text);
    expect(renderDriftText(answer).split('\n')[0]).toBe('Node worker-1 has drifted: 3 too many: callers of shop/web:http notice it.');
    expect(renderDriftMarkdown(answer).split('\n').length).toBeLessThan(40);
  });
});

describe('a text that tells less', () => {
  const view = cluster();
  const text = saved(view);

  it('cut off: what is not there is not missing', () => {
    const answer = drift(view, text.slice(0, text.indexOf('*filter') + 200));
    expect([answer.outcome, answer.partial, answer.counts.missing]).toEqual(['in-sync', true, 0]);
    expect(answer.summary).toBe('What the text holds of node worker-1 is what kube-proxy would write; it does not hold all.');
  });

  it('what grep left of it, with a rule that is wrong', () => {
    const lines = text.split('\n').filter((line) => line.includes('shop/web'));
    expect(drift(view, lines.join('\n'))).toMatchObject({ outcome: 'in-sync', partial: true });
    const answer = drift(view, lines.join('\n').replace('--to-destination 10.244.1.5:8080', '--to-destination 10.244.1.6:8080'));
    expect(answer.different.map(({ found }) => found.slice(-16))).toEqual(['10.244.1.6:8080'.padStart(16)]);
  });

  const listing = (to: string) => `Chain PREROUTING (policy ACCEPT)
target     prot opt source               destination
KUBE-SERVICES  all  --  anywhere             anywhere             /* kubernetes service portals */

Chain KUBE-SERVICES (2 references)
target     prot opt source               destination
KUBE-SVC-67NZLRHBNDSAWJRO  tcp  --  anywhere             10.96.7.10           /* shop/web:http cluster IP */

Chain KUBE-SVC-67NZLRHBNDSAWJRO (1 references)
target     prot opt source               destination
KUBE-SEP-34ZZ2QFGO32YYXXO  all  --  anywhere             anywhere             /* shop/web:http -> 10.244.1.5:8080 */ statistic mode random probability 0.50000000000
KUBE-SEP-EMUAPVFCFHRD2FOR  all  --  anywhere             anywhere             /* shop/web:http -> 10.244.2.9:8080 */

Chain KUBE-SEP-34ZZ2QFGO32YYXXO (1 references)
target     prot opt source               destination
DNAT       tcp  --  anywhere             anywhere             /* shop/web:http */ tcp to:10.244.1.5:8080

Chain KUBE-SEP-EMUAPVFCFHRD2FOR (1 references)
target     prot opt source               destination
DNAT       tcp  --  anywhere             anywhere             /* shop/web:http */ tcp to:${to}
`;

  it('a listing: where connections go is compared', () => {
    expect(drift(view, listing('10.244.2.9:8080'))).toMatchObject({ outcome: 'in-sync', comparison: 'by-effect' });
    const answer = drift(view, listing('10.244.2.8:8080'));
    expect(brief(answer).map((line) => line.replace(/-m comment.*-j/, '…'))).toEqual(['missing -A KUBE-SEP-EMUAPVFCFHRD2FOR -p tcp … DNAT --to-destination 10.244.2.9:8080', 'extra -A KUBE-SEP-EMUAPVFCFHRD2FOR -p tcp … DNAT --to-destination 10.244.2.8:8080']);
  });

  it('rows that grep left of a listing: each is held to what the Service has', () => {
    const rows = (to: string) => `$ iptables -L -t nat | grep web\nKUBE-SVC-67NZLRHBNDSAWJRO  tcp  --  anywhere             10.96.7.10           /* shop/web:http cluster IP */ tcp dpt:http\nDNAT       tcp  --  anywhere             anywhere             /* shop/web:http */ tcp to:${to}\n`;
    expect(drift(view, rows('10.244.2.9:8080'))).toMatchObject({ outcome: 'in-sync', comparison: 'by-effect', partial: true });
    expect(drift(view, rows('10.244.2.8:8080'))).toMatchObject({ outcome: 'drifted', counts: { missing: 0, extra: 1 }, extra: [{ servicePort: 'shop/web:http', line: 3 }] });
  });

  it('that shows nothing by which connections can be followed', () => {
    const filter = 'Chain KUBE-FORWARD (1 references)\ntarget     prot opt source               destination\nACCEPT     all  --  anywhere             anywhere             /* kubernetes forwarding rules */\n';
    expect(drift(view, filter)).toMatchObject({ outcome: 'insufficient-information', inSync: null });
  });

  it('of another layout: likewise, and the version is told', () => {
    const old = `*nat
:KUBE-SERVICES - [0:0]
-A KUBE-SERVICES ! -s 10.244.0.0/16 -d 10.96.7.10/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ
-A KUBE-SERVICES -d 10.96.7.10/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-67NZLRHBNDSAWJRO
-A KUBE-SVC-67NZLRHBNDSAWJRO -m comment --comment "shop/web:http" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-34ZZ2QFGO32YYXXO
-A KUBE-SVC-67NZLRHBNDSAWJRO -m comment --comment "shop/web:http" -j KUBE-SEP-EMUAPVFCFHRD2FOR
-A KUBE-SEP-34ZZ2QFGO32YYXXO -p tcp -m tcp -j DNAT --to-destination 10.244.1.5:8080
-A KUBE-SEP-EMUAPVFCFHRD2FOR -p tcp -m tcp -j DNAT --to-destination 10.244.2.9:8080
COMMIT
`;
    const answer = drift(view, old);
    expect(answer).toMatchObject({ outcome: 'in-sync', comparison: 'by-effect' });
    expect(answer.warnings).toContainEqual(expect.stringContaining('KUBE-SERVICES marks packets for masquerade itself, as kube-proxy before 1.24 wrote it'));
  });

  it('of nothing of kube-proxy', () => {
    const answer = drift(view, '*nat\n:PREROUTING ACCEPT [0:0]\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n');
    expect(answer.outcome).toBe('drifted');
    expect(answer.warnings).toContainEqual(expect.stringContaining('The text holds nothing of kube-proxy'));
  });

  it('of another mode', () => {
    const answer = drift(cluster(ready, {}, { mode: 'nftables' }), text);
    expect([answer.outcome, answer.inSync]).toEqual(['insufficient-information', null]);
    expect(answer.summary).toContain('Send what “nft list ruleset” prints as nftRuleset.');
  });
});

describe('mode nftables', () => {
  const view = cluster(ready, balanced, { mode: 'nftables' });
  const compare = (text: string) => finish(driftSteps(view, { node: 'worker-1', nftRuleset: text }));

  it('is in sync with what kube-proxy writes', () => {
    expect(compare(listed(view))).toMatchObject({ outcome: 'in-sync', mode: 'nftables', counts: { missing: 0, extra: 0, different: 0 } });
  });

  it('tells a rule and an element that differ', () => {
    const edited = listed(view).replace('203.0.113.0/25', '203.0.113.0/24');
    expect(edited).not.toBe(listed(view));
    const answer = compare(edited);
    expect(answer.different).toHaveLength(1);
    expect(answer.services.map(({ servicePort }) => servicePort)).toEqual(['shop/web:http']);
  });

  it('tells where the table is not there', () => {
    expect(compare('table ip filter {\n}\n')).toMatchObject({ outcome: 'insufficient-information', inSync: null });
  });
});

/** The commands that kube-proxy gives, as a listing: one table that holds its chains and sets. */
function listed(view: ClusterView): string {
  const { tables: [table] } = finish(rulesSteps(view, { node: 'worker-1' }));
  const rules = table?.rules ?? [];
  const of = (name: string) => rules.filter(({ chain }) => chain === name).map(({ text }) => text);
  const blocks = (table?.chains ?? []).map(({ name, kind, declaration }) => {
    if (kind === 'counter') return `\tcounter ${name} {\n\t\tpackets 0 bytes 0\n\t}`;
    const inner = /\{(.*)\}\s*$/.exec(declaration)?.[1]?.trim().replace(/ ;/g, ';').replace(/comment "[^"]*";?/g, '') ?? '';
    const body = kind === 'chain' ? of(name).map((text) => text.slice(text.indexOf(` ${name} `) + name.length + 2)) : elementsOf(of(name));
    return `\t${kind} ${name} {\n\t\t${[...(inner === '' ? [] : [inner.replace(/;$/, '')]), ...body].join('\n\t\t')}\n\t}`;
  });
  return `table ip kube-proxy {\n${blocks.join('\n\n')}\n}\n`;
}

function elementsOf(texts: readonly string[]): readonly string[] {
  const elements = texts.map((text) => /\{ (.*) \}\s*$/.exec(text)?.[1] ?? '');
  return elements.length === 0 ? [] : [`elements = { ${elements.join(', ')} }`];
}

describe('a kube-proxy that does not know its zone', () => {
  const inZones = (version: string, zone = 'z1') => {
    const [image, labels] = [`registry.k8s.io/kube-proxy:${version}`, zone === '' ? {} : { 'topology.kubernetes.io/zone': zone }];
    const two = [node('worker-1', ['192.168.10.11'], { labels, version }), node('worker-2', ['192.168.10.12'], { labels: { 'topology.kubernetes.io/zone': 'z2' }, version })];
    return clusterOf([...two, ...kubeadmProxy({ clusterCIDR: '10.244.0.0/16' }, image), webService(), webSlice(['10.244.1.5@worker-1 ready zone=z1', '10.244.2.9@worker-2 ready zone=z2'])]);
  };
  const words = 'It has what a kube-proxy writes that does not know its zone z1';

  it('is told as such where it may be one', () => {
    const answer = drift(inZones('v1.37.2'), saved(inZones('v1.37.2', '')));
    expect(answer).toMatchObject({ outcome: 'drifted', inSync: false });
    expect(answer.counts.extra + answer.counts.missing + answer.counts.different).toBeGreaterThan(0);
    expect(answer.summary).toContain(words);
    expect(answer.warnings.join(' ')).toContain('start kube-proxy anew');
  });

  it.each<[string, DriftAnswer]>([
    ['where something else is wrong too', drift(inZones('v1.37.2'), saved(inZones('v1.37.2', '')).replace(/\n-A KUBE-SERVICES [^\n]*/, ''))],
    ['where it knows it', drift(inZones('v1.37.2'), saved(inZones('v1.37.2')))],
    ['where it has that of another', drift(inZones('v1.37.2'), saved(inZones('v1.37.2', 'z2')))],
    ['before 1.34', drift(inZones('v1.33.4'), saved(inZones('v1.33.4', '')))],
  ])('is not suspected %s', (_, { summary }) => {
    expect(summary).not.toContain('does not know its zone');
  });
});

describe('a question that cannot be understood', () => {
  it.each<[string, Parameters<typeof driftSteps>[1], string]>([
    ['no text', { node: 'worker-1' }, '/iptablesSave'],
    ['two texts', { node: 'worker-1', iptablesSave: 'a', nftRuleset: 'b' }, '/iptablesSave'],
    ['a node that is not there', { node: 'worker-9', iptablesSave: '*nat\nCOMMIT\n' }, '/node'],
    ['a text of something else', { node: 'worker-1', iptablesSave: 'nameserver 10.96.0.10\n' }, '/iptablesSave'],
    ['a ruleset of something else', { node: 'worker-1', nftRuleset: 'nameserver 10.96.0.10\n' }, '/nftRuleset'],
  ])('%s', (_, question, pointer) => {
    try {
      finish(driftSteps(cluster(), question));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).faults.map((fault) => fault.pointer)).toEqual([pointer]);
    }
  });
});

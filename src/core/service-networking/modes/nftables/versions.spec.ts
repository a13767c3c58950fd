import { describe, expect, it } from 'vitest';
import { finish } from '../../../analysis/index.js';
import { proxyOfNode } from '../../proxy-of-node.js';
import { clusterIn } from '../packets.table.js';
import { printTables, programSteps } from './program.js';

const base = `add rule ip kube-proxy`;

function linesOf(version: string, config: object = {}): readonly string[] {
  const { proxy } = proxyOfNode(clusterIn('nftables', version, config), 'worker-1', { ipFamily: 'IPv4' });
  return printTables(finish(programSteps(proxy))).split('\n');
}

/** What each version writes and others do not; the texts up to 1.35 were held against the tests of that version of kube-proxy (pkg/proxy/nftables/proxier_test.go, TestOverallNFTablesRules), those of 1.37 are held against the real one (test/oracles/kube-proxy); 1.36 was read in its source alone. */
const cases: readonly { readonly what: string; readonly line: RegExp; readonly from: number; readonly to: number }[] = [
  { what: 'forwarded packets that are INVALID are dropped', line: /^add rule ip kube-proxy forward ct state invalid drop$/, from: 29, to: 29 },
  { what: 'sources of load balancers stand in one set', line: /^add element ip kube-proxy firewall-allow \{ 198\.51\.100\.16 \. tcp \. 80 \. 203\.0\.113\.0\/25 comment "shop\/ranged:main" \}$/, from: 29, to: 29 },
  { what: 'sources of load balancers stand in chains', line: /^add rule ip kube-proxy firewall-\S+-shop\/ranged\/tcp\/main ip saddr != \{ 203\.0\.113\.0\/25 \} drop$/, from: 30, to: 37 },
  { what: 'other ports of ClusterIPs are rejected', line: /^add rule ip kube-proxy cluster-ips-check ip daddr @cluster-ips reject /, from: 30, to: 37 },
  { what: 'unused ClusterIPs are dropped, without a gate', line: /^add rule ip kube-proxy cluster-ips-check ip daddr \{ 10\.96\.0\.0\/16 \} drop /, from: 33, to: 37 },
  { what: 'chains and maps carry comments', line: /^add chain ip kube-proxy reject-chain \{ comment /, from: 31, to: 37 },
  { what: 'filter chains run before the translation', line: /^add chain ip kube-proxy filter-forward \{ type filter hook forward priority -110 ; \}$/, from: 30, to: 32 },
  { what: 'filter chains run after the translation', line: /^add chain ip kube-proxy filter-forward \{ type filter hook forward priority 0 ; \}$/, from: 33, to: 37 },
  { what: 'each port marks by its address and port', line: /^add rule ip kube-proxy service-\S+-shop\/web\/tcp\/main ip daddr 10\.96\.7\.10 tcp dport 80 ip saddr != 10\.244\.0\.0\/16 jump mark-for-masquerade$/, from: 29, to: 33 },
  { what: 'each port marks by its address', line: /^add rule ip kube-proxy service-\S+-shop\/web\/tcp\/main ip daddr 10\.96\.7\.10 ip saddr != 10\.244\.0\.0\/16 jump mark-for-masquerade$/, from: 34, to: 35 },
  { what: 'one rule marks for all', line: /^add rule ip kube-proxy services ip daddr @cluster-ips ip saddr != 10\.244\.0\.0\/16 mark set mark or 0x00004000 /, from: 36, to: 37 },
  { what: 'endpoints have chains', line: /^add chain ip kube-proxy endpoint-\S+-shop\/web\/tcp\/main__10\.244\.1\.5\/8080$/, from: 29, to: 35 },
  { what: 'endpoints with session affinity have chains', line: /^add chain ip kube-proxy endpoint-\S+-shop\/sticky\/tcp\/main__10\.244\.1\.5\/8080$/, from: 29, to: 37 },
  { what: 'endpoints that call themselves stand in a set', line: /^add element ip kube-proxy hairpin-connections \{ 10\.244\.1\.5 \. 10\.244\.1\.5 \. tcp \. 8080 \}$/, from: 36, to: 37 },
  { what: 'a single endpoint needs a map', line: /^add rule ip kube-proxy service-\S+-shop\/alone\/tcp\/main meta l4proto tcp dnat ip addr \. port to numgen random mod 1 map /, from: 36, to: 36 },
  { what: 'a single endpoint needs no map', line: /^add rule ip kube-proxy service-\S+-shop\/alone\/tcp\/main meta l4proto tcp dnat to 10\.244\.1\.5:8080$/, from: 37, to: 37 },
];

describe('the tables of kube-proxy from 1.29 to 1.37', () => {
  const lines = new Map(Array.from({ length: 9 }, (_, i) => [29 + i, linesOf(`v1.${29 + i}.0`)] as const));

  it.each(cases.map((each) => [each.what, each] as const))('%s', (_, { line, from, to }) => {
    const having = [...lines].filter(([, all]) => all.some((each) => line.test(each))).map(([minor]) => minor);
    expect(having).toEqual(Array.from({ length: to - from + 1 }, (_, i) => from + i));
  });

  it('takes node ports on every address before the default was the primary one', () => {
    expect(lines.get(30)).toContain(`${base} services fib daddr type local ip daddr != 127.0.0.0/8 meta l4proto . th dport vmap @service-nodeports`);
    expect(lines.get(31)).toContain(`${base} services ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports`);
  });

  it('drops unused ClusterIPs before 1.33 where a gate asks for it', () => {
    const drops = (config: object) => linesOf('v1.31.0', config).some((line) => line.includes('Drop traffic to unallocated ClusterIPs'));
    expect([drops({}), drops({ featureGates: { MultiCIDRServiceAllocator: true } })]).toEqual([false, true]);
  });
});

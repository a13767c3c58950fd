import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchLimits } from './resolv-conf-limits.js';
import { baseOf, buildResolvConf, textOf, type DnsConfig, type HostDns, type KubeletDns, type PodDns } from './resolv-conf.js';

const kubelet: KubeletDns = { clusterDNS: ['10.96.0.10'], clusterDomain: 'cluster.local', readsNoHostFile: false, nodeIPs: [], limits: searchLimits(34) };
const host: HostDns = { nameservers: ['192.0.2.1', '192.0.2.2'], searches: ['corp.example'], options: ['timeout:1', 'rotate'] };
const pod = (more: Partial<PodDns> = {}): PodDns => ({ namespace: 'shop', dnsPolicy: 'ClusterFirst', hostNetwork: false, ...more });

const written = (given: PodDns, settings: Partial<KubeletDns> = {}, file: HostDns = host) => textOf(buildResolvConf(given, { ...kubelet, ...settings }, file)).trimEnd().split('\n');
const droppedOf = (given: PodDns, settings: Partial<KubeletDns> = {}, file: HostDns = host) => buildResolvConf(given, { ...kubelet, ...settings }, file).dropped.map(({ field, value, reason }) => `${field} ${value.slice(0, 30)}: ${reason}`);
const config = (dnsConfig: DnsConfig, dnsPolicy = 'ClusterFirst') => pod({ dnsConfig, dnsPolicy });

describe('the base of a pod’s resolv.conf', () => {
  it.each([
    ['ClusterFirst', false, 'cluster'],
    ['ClusterFirst', true, 'host'],
    ['ClusterFirstWithHostNet', true, 'cluster'],
    ['ClusterFirstWithHostNet', false, 'cluster'],
    ['Default', false, 'host'],
    ['Default', true, 'host'],
    ['None', false, 'none'],
    ['None', true, 'none'],
    ['SomethingElse', true, 'cluster'],
    ['', false, 'cluster'],
  ])('%s with hostNetwork %s is made of %s', (dnsPolicy, hostNetwork, base) => {
    expect(baseOf({ dnsPolicy, hostNetwork })).toBe(base);
  });
});

describe('a pod’s resolv.conf', () => {
  it.each<[string, PodDns, Partial<KubeletDns>, string[]]>([
    ['asks the cluster DNS, with the domains of its namespace before those of the node, and loses the options of the node', pod(), {}, ['search shop.svc.cluster.local svc.cluster.local cluster.local corp.example', 'nameserver 10.96.0.10', 'options ndots:5']],
    ['is the node’s with Default', pod({ dnsPolicy: 'Default' }), {}, ['search corp.example', 'nameserver 192.0.2.1', 'nameserver 192.0.2.2', 'options timeout:1 rotate']],
    ['is the node’s where the kubelet has no cluster DNS', pod(), { clusterDNS: [] }, ['search corp.example', 'nameserver 192.0.2.1', 'nameserver 192.0.2.2', 'options timeout:1 rotate']],
    ['has no domains of the cluster where the kubelet has no cluster domain', pod(), { clusterDomain: '' }, ['search corp.example', 'nameserver 10.96.0.10', 'options ndots:5']],
    ['has several cluster DNS in the kubelet’s order', pod(), { clusterDNS: ['169.254.20.10', 'fd00::a'] }, ['search shop.svc.cluster.local svc.cluster.local cluster.local corp.example', 'nameserver 169.254.20.10', 'nameserver fd00::a', 'options ndots:5']],
    ['has nothing with None but what the pod brings', config({ nameservers: ['192.0.2.9'], searches: ['a.example'] }, 'None'), {}, ['search a.example', 'nameserver 192.0.2.9']],
    ['points at loopback where the kubelet reads no file of the node', pod({ dnsPolicy: 'Default' }), { readsNoHostFile: true, nodeIPs: ['192.0.2.7', 'fd00::7'] }, ['search .', 'nameserver 127.0.0.1', 'nameserver ::1', 'options timeout:1 rotate']],
    ['points at IPv4 loopback where the node has no address', pod({ dnsPolicy: 'Default' }), { readsNoHostFile: true }, ['search .', 'nameserver 127.0.0.1', 'options timeout:1 rotate']],
    ['has the pod’s servers and domains at the end, each once', config({ nameservers: ['10.96.0.10', '192.0.2.9'], searches: ['corp.example', 'a.example.'] }), {}, ['search shop.svc.cluster.local svc.cluster.local cluster.local corp.example a.example.', 'nameserver 10.96.0.10', 'nameserver 192.0.2.9', 'options ndots:5']],
    ['takes the pod’s ndots', config({ options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }] }), {}, ['search shop.svc.cluster.local svc.cluster.local cluster.local corp.example', 'nameserver 10.96.0.10', 'options ndots:2 edns0']],
    ['loses ndots:5 to an option without a value', config({ options: [{ name: 'ndots' }] }), {}, ['search shop.svc.cluster.local svc.cluster.local cluster.local corp.example', 'nameserver 10.96.0.10', 'options ndots']],
    ['keeps ndots:5 beside other options', config({ options: [{ name: 'single-request-reopen' }] }), {}, ['search shop.svc.cluster.local svc.cluster.local cluster.local corp.example', 'nameserver 10.96.0.10', 'options ndots:5 single-request-reopen']],
    ['has a cluster domain of the node’s search list once', pod(), { clusterDomain: 'corp.example' }, ['search shop.svc.corp.example svc.corp.example corp.example', 'nameserver 10.96.0.10', 'options ndots:5']],
  ])('%s', (_, given, settings, expected) => {
    expect(written(given, settings)).toEqual(expected);
  });

  it('tells that the cluster DNS was asked for in vain', () => {
    const lacking = (dnsPolicy: string) => buildResolvConf(pod({ dnsPolicy }), { ...kubelet, clusterDNS: [] }, host);
    expect([lacking('ClusterFirst').lacksClusterDns, lacking('Default').lacksClusterDns]).toEqual([true, false]);
  });
});

describe('the kubelet’s limits', () => {
  const many = (n: number, length = 10) => Array.from({ length: n }, (_, i) => `d${String(i).padStart(length - 1, '0')}`);

  it.each<[string, PodDns, Partial<KubeletDns>, string[]]>([
    ['three nameservers pass', config({ nameservers: ['192.0.2.8', '192.0.2.9'] }), {}, []],
    ['a fourth does not', config({ nameservers: ['192.0.2.7', '192.0.2.8', '192.0.2.9'] }), {}, ['nameserver 192.0.2.9: only the first 3 nameservers are kept']],
    ['32 domains pass', config({ searches: many(28) }), {}, []],
    ['a 33rd does not', config({ searches: many(29) }), {}, ['search d000000028: only the first 32 search domains are kept']],
    ['six were all before 1.26', config({ searches: many(3) }), { limits: searchLimits(25) }, ['search d000000002: only the first 6 search domains are kept']],
    ['a domain of 253 characters passes', config({ searches: many(1, 253) }), {}, []],
    ['one of 254 does not, and those after it do', config({ searches: [...many(1, 254), 'a.example'] }), {}, [`search d${'0'.repeat(29)}: it is longer than 253 characters`]],
    ['the end of a list of more than 2048 characters is cut', config({ searches: many(9, 250) }), {}, [...many(9, 250).slice(7).reverse().map((value) => `search ${value.slice(0, 30)}: the search list is longer than 2048 characters`)]],
    ['256 characters were all before 1.26', config({ searches: many(1, 200) }), { limits: searchLimits(20) }, [`search d${'0'.repeat(29)}: the search list is longer than 256 characters`]],
  ])('%s', (_, given, settings, expected) => {
    expect(droppedOf(given, settings)).toEqual(expected);
  });

  it('hold for whatever a pod and a node bring, and nothing is lost that is not told', () => {
    const words = fc.array(fc.string({ minLength: 1, maxLength: 300, unit: fc.constantFrom('a', 'b', '.', '-') }), { maxLength: 60 });
    fc.assert(
      fc.property(words, words, words, fc.constantFrom(25, 26, undefined), (servers, searches, hostSearches, minor) => {
        const limits = searchLimits(minor);
        const built = buildResolvConf(config({ nameservers: servers, searches }), { ...kubelet, limits }, { ...host, searches: hostSearches });
        expect(built.nameservers.length).toBeLessThanOrEqual(3);
        expect(built.searches.length).toBeLessThanOrEqual(limits.domains);
        expect(built.searches.join(' ').length).toBeLessThanOrEqual(limits.characters);
        const all = new Set(['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local', ...hostSearches, ...searches]);
        const told = built.dropped.filter(({ field }) => field === 'search').map(({ value }) => value);
        expect(new Set([...built.searches, ...told])).toEqual(all);
      }),
    );
  });
});

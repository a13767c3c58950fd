import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { kubeProxyLog } from './kube-proxy-log.js';

const stamp = (file: string, text: string, level = 'I') => `${level}1123 22:35:55.813815       1 ${file}] ${text}`;

const v137 = [
  stamp('server.go:530', '"Version info" version="v1.37.2"'),
  stamp('server.go:228', '"Successfully retrieved NodeIPs" NodeIPs=["192.168.10.11"]'),
  stamp('server.go:265', '"kube-proxy running in dual-stack mode" primary ipFamily="IPv4"'),
  stamp('server_linux.go:231', '"Using nftables Proxier"'),
];
const v124 = [
  stamp('server_others.go:138', '"Detected node IP" address="172.18.0.2"'),
  stamp('server_others.go:578', '"Unknown proxy mode, assuming iptables proxy" proxyMode=""'),
  stamp('server_others.go:206', '"Using iptables Proxier"'),
  stamp('server_others.go:501', '"Detect-local-mode set to ClusterCIDR, but no IPv6 cluster CIDR defined, , defaulting to no-op detect-local for IPv6"'),
  stamp('proxier.go:259', '"Setting route_localnet=1, use nodePortAddresses to filter loopback addresses for NodePorts to skip it https://issues.k8s.io/90259"'),
];
const v118 = [
  stamp('server_others.go:559', 'Unknown proxy mode "", assuming iptables proxy', 'W'),
  stamp('node.go:136', 'Successfully retrieved node IP: 10.0.0.11'),
  stamp('server_others.go:186', 'Using ipvs Proxier.'),
  stamp('server.go:583', 'Version: v1.18.3'),
];

const facts = (lines: readonly string[]) => kubeProxyLog.parse(`${lines.join('\n')}\n`).parsed.facts.map(({ line, subject, value }) => `${line} ${subject} ${value}`);

describe('what kube-proxy says when it starts', () => {
  it.each([
    ['1.37', v137, ['1 version v1.37.2', '2 node-ip "192.168.10.11"', '3 families dual-stack mode', '4 mode nftables']],
    ['1.24, which took the default', v124, [
      '1 node-ip 172.18.0.2', '2 mode-asked Unknown proxy mode, assuming iptables proxy', '3 mode iptables', '4 local-detection defaulting to no-op detect-local for IPv6', '5 node-ports Setting route_localnet=1',
    ]],
    ['1.18', v118, ['1 mode-asked Unknown proxy mode "", assuming iptables proxy', '2 node-ip 10.0.0.11', '3 mode ipvs', '4 version v1.18.3']],
    ['an unusable mode', [stamp('server.go:137', '"Error running ProxyServer" err="can\'t use the IPVS proxier: IPVS proxier will not be used because the following required kernel modules are not loaded: [ip_vs]"', 'E')], [
      "1 mode-asked can't use the IPVS proxier: IPVS proxier will not be used because the following required kernel modules are not loaded: [ip_vs]",
    ]],
    ['an error while it works', [stamp('proxier.go:1390', '"Failed to execute iptables-restore" err="exit status 4"', 'E')], ['1 error "Failed to execute iptables-restore" err="exit status 4"']],
    ['a runtime’s JSON', ['{"log":"I1123 22:35:55.8 1 server_linux.go:144] \\"Using iptables Proxier\\"\\n","stream":"stderr","time":"2026-01-01T00:00:00Z"}'], ['1 mode iptables']],
    ['kubectl logs --prefix', [`[pod/kube-proxy-x/kube-proxy] ${v137[3]}`], ['1 mode nftables']],
  ])('%s', (_, lines, expected) => {
    expect(facts(lines)).toEqual(expected);
  });

  it.each([
    [v137, { mode: 'nftables', isDefault: false }],
    [v124, { mode: 'iptables', isDefault: true }],
    [[stamp('server_linux.go:60', '"Using iptables proxy"')], { mode: null, isDefault: false }],
    [[...v124, ...v137], { mode: 'nftables', isDefault: false }],
  ])('tells the mode of the last start, and whether it was chosen: %#', (lines, expected) => {
    expect(kubeProxyLog.parse(lines.join('\n')).parsed).toMatchObject(expected);
  });

  it('says in one sentence what matters', () => {
    const said = (lines: readonly string[]) => kubeProxyLog.summarize(kubeProxyLog.parse(lines.join('\n')).parsed);
    expect(said(v124)).toBe('mode iptables (by default)');
    expect(said([...v137, stamp('proxier.go:1874', '"nftables sync failed"', 'E')])).toBe('mode nftables; 1 error');
    expect(said([stamp('shared_informer.go:313', '"Waiting for caches to sync" controller="service config"')])).toBe('its mode is not told');
  });

  it('a text of something else is refused', () => {
    expect(() => kubeProxyLog.parse('default via 10.0.0.1 dev eth0\n')).toThrow('this is not the log of kube-proxy; line 1, column 1: neither this line nor one below it is known from kube-proxy');
  });

  it('whatever is given is read, or refused as input', () => {
    const words = [...v137, ...v124, ...v118].flatMap((line) => line.split(' '));
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.oneof(fc.constantFrom(...words, ' ', '\n', '\r\n'), fc.string()), { maxLength: 40 }).map((parts) => parts.join(' ')));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          for (const fact of kubeProxyLog.parse(text).parsed.facts) expect(fact.value).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

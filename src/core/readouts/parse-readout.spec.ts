import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { parseReadout, readoutFormats, renderReadoutMarkdown, renderReadoutText } from './index.js';

const all = readoutFormats.map(({ id }) => id).join(', ');

describe('the formats', () => {
  it('have ids that are unique and kebab-case', () => {
    const ids = readoutFormats.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it.each([
    ['ip-rout', `There is no readout format “ip-rout”; did you mean “ip-route”? The formats are ${all}.`],
    ['resolv.conf', `There is no readout format “resolv.conf”; did you mean “resolv-conf”? The formats are ${all}.`],
    ['tcpdump', `There is no readout format “tcpdump”. The formats are ${all}.`],
  ])('%s is none, and the nearest is named', (id, detail) => {
    expect(() => parseReadout(id, '')).toThrow(new InputError('invalid-request', detail, [{ pointer: '/format', detail }]));
  });
});

describe('a text of another format', () => {
  it.each([
    ['netstat', '1: lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue state UNKNOWN\n', '“ip-addr” or “ip-link”'],
    ['ss', 'tcp        0      0 127.0.0.1:10259         0.0.0.0:*               LISTEN      1673/kube-scheduler\n', '“netstat”'],
    ['ip-addr', 'default via 10.0.0.1 dev eth0\n', '“ip-route”'],
    ['ip-route', 'LISTEN 0 128 0.0.0.0:22 0.0.0.0:*\n', '“ss”'],
    ['ip-link', 'nameserver 10.96.0.10\n', '“resolv-conf”'],
    ['docker-network', '{"name": "a", "type": "bridge"}\n', '“cni-conf”'],
    ['cni-conf', '[{"Name": "bridge", "Driver": "bridge", "IPAM": {}}]\n', '“docker-network”'],
    ['resolv-conf', 'kind: KubeletConfiguration\n', '“kubelet-config”'],
    ['ip-route', '*nat\n:KUBE-SERVICES - [0:0]\nCOMMIT\n', '“iptables-save”'],
    ['ss', 'INFO: 2021/03/01 10:00:00.000000 weave  2.8.1\n', '“cni-log”'],
  ])('%s: is refused, and the format that it reads like is named', (format, text, likely) => {
    expect(() => parseReadout(format, text)).toThrow(`; it reads like ${likely}`);
  });

  it('names none where it reads like none', () => {
    const detail = 'line 1, column 1: this is nothing that “ss” prints; passed over';
    expect(() => parseReadout('ss', 'Lorem ipsum\n')).toThrow(new InputError('invalid-request', `this is not the output of “ss”; ${detail}`, [{ pointer: '/text', detail }]));
  });
});

describe('a rendering', () => {
  const routes = parseReadout('ip-route', 'default via 10.0.0.1 dev eth0 metric 100\n10.244.0.0/24 dev cni0 linkdown\n$ exit\n');
  const resolver = parseReadout('resolv-conf', 'nameserver 10.96.0.10\nsearch shop.svc.cluster.local\noptions ndots:5\n');

  it('begins with what a person wants to know first', () => {
    expect(renderReadoutText(routes)).toBe(
      [
        'Routing table: 2 routes; default via 10.0.0.1 dev eth0',
        '',
        'Problems',
        '- line 3, column 1: “$” is neither a type of route nor a destination: “default”,',
        '  an address or a CIDR',
        '    $ exit',
        '',
        'Routes',
        '- default via 10.0.0.1 dev eth0 proto boot metric 100',
        '- 10.244.0.0/24 dev cni0 proto boot linkdown',
        '',
      ].join('\n'),
    );
  });

  it('shows where two readers disagree', () => {
    expect(renderReadoutText(resolver)).toContain('- options glibc ndots:5 timeout:5 attempts:2; kubelet ndots:5');
    expect(renderReadoutMarkdown(resolver)).toContain('- **search** glibc shop.svc.cluster.local; kubelet shop.svc.cluster.local');
  });
});

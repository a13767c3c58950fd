import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { parseReadout, readoutFormats, renderReadoutMarkdown, renderReadoutText } from './index.js';

describe('the formats', () => {
  it('have ids that are unique and kebab-case', () => {
    const ids = readoutFormats.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
  });

  it.each([
    ['ip-rout', 'There is no readout format “ip-rout”; did you mean “ip-route”? The formats are ip-route, resolv-conf.'],
    ['resolv.conf', 'There is no readout format “resolv.conf”; did you mean “resolv-conf”? The formats are ip-route, resolv-conf.'],
    ['tcpdump', 'There is no readout format “tcpdump”. The formats are ip-route, resolv-conf.'],
  ])('%s is none, and the nearest is named', (id, detail) => {
    expect(() => parseReadout(id, '')).toThrow(new InputError('invalid-request', detail, [{ pointer: '/format', detail }]));
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

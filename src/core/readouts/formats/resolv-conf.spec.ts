import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { resolvConf } from './resolv-conf.js';

const oracle = new URL('../../../../test/oracles/resolv-conf/', import.meta.url);
const golden = JSON.parse(readFileSync(new URL('golden.json', oracle), 'utf8')) as { cases: Record<string, object> };

describe('what glibc makes of a resolv.conf', () => {
  it.each(Object.entries(golden.cases))('agrees with glibc on %s', (name, expected) => {
    const { glibc } = resolvConf.parse(readFileSync(new URL(`cases/${name}.conf`, oracle), 'utf8')).parsed;
    // The recording has addresses without their zone, and no search list as an empty one.
    const shown = { ...glibc, nameservers: glibc.nameservers.map((address) => address.replace(/%.*$/, '')), search: glibc.search ?? [] };
    expect(shown).toEqual(expected);
  });
});

describe('what the kubelet makes of a resolv.conf', () => {
  it.each([
    ['takes indented lines', '  nameserver 10.0.0.1\n\tsearch a.example\n', { nameservers: ['10.0.0.1'], searches: ['a.example'], options: [] }],
    ['takes every nameserver, even one that is no address', 'nameserver 10.0.0.1\nnameserver gateway\n', { nameservers: ['10.0.0.1', 'gateway'], searches: [], options: [] }],
    ['does not know `domain`', 'domain a.example\nnameserver 10.0.0.1\n', { nameservers: ['10.0.0.1'], searches: [], options: [] }],
    ['lets an empty search empty the list', 'search a.example\nsearch\n', { nameservers: [], searches: [], options: [] }],
    ['removes one trailing dot, and the root', 'search a.example. b.example.. .\n', { nameservers: [], searches: ['a.example', 'b.example.'], options: [] }],
    ['keeps the last option of a name', 'options ndots:2 rotate\noptions ndots:3\n', { nameservers: [], searches: [], options: ['ndots:3', 'rotate'] }],
    ['takes the words of a late comment for domains', 'search a.example # office\n', { nameservers: [], searches: ['a.example', '#', 'office'], options: [] }],
    ['refuses a file with an empty nameserver', 'nameserver 10.0.0.1\nnameserver\n', null],
  ])('%s', (_, text, expected) => {
    expect(resolvConf.parse(text).parsed.kubelet).toEqual(expected);
  });
});

describe('what is told of a resolv.conf', () => {
  const told = (text: string) => resolvConf.parse(text).problems.map(({ line, column, detail }) => `${line}:${column} ${detail}`);

  it.each([
    ['nothing of a plain file', '# by hand\n; so\nnameserver 10.0.0.1 # the gateway\nsearch a.example\noptions ndots:5 timeout:2 edns0\n', []],
    ['a word that is no directive', 'nameserver 10.0.0.1\nlookup file bind\n', ['2:1 “lookup” is not a directive; it is passed over']],
    ['a fourth nameserver', 'nameserver 1.0.0.1\nnameserver 1.0.0.2\nnameserver 1.0.0.3\nnameserver 1.0.0.4\n', ['4:1 only the first 3 nameservers are asked']],
    ['a nameserver that is a name', 'nameserver dns.example\n', ['1:12 “dns.example” is not an IP address; glibc passes over it']],
    ['a list that a later one replaces', 'search a.example\ndomain b.example\n', ['1:1 this search list is not used: line 2 replaces it']],
    ['a capped option', 'options rotate ndots:20\n', ['1:16 ndots is capped at 15']],
    ['an option of another resolver', 'options ndots:1 insecure\n', ['1:17 “insecure” is not an option that glibc knows']],
    ['an indented keyword', ' nameserver 10.0.0.1\nnameserver 10.0.0.2\n', ['1:1 glibc wants “nameserver” in the first column and passes over this line']],
    ['a comment behind domains', 'search a.example # office\n', ['1:18 “#” begins a comment only in the first column; from here on these are values']],
    ['an empty search', 'search \n', ['1:1 no domain follows; glibc keeps the list it has, the kubelet empties it']],
    ['an empty nameserver, to glibc and to the kubelet', 'nameserver \n', [
      '1:1 no address follows; the kubelet refuses the whole file, and starts no pod that needs it',
      '1:12 “” is not an IP address; glibc passes over it',
    ]],
  ])('%s', (_, text, expected) => {
    expect(told(text).sort()).toEqual([...expected].sort());
  });

  it('a text in which nothing is a directive is refused, with the place', () => {
    const detail = 'line 1, column 1: “default” is not a directive; it is passed over';
    const refusal = new InputError('invalid-request', `this is not a resolv.conf; ${detail}`, [{ pointer: '/text', detail }]);
    expect(() => resolvConf.parse('default via 10.0.0.1 dev eth0\n')).toThrow(refusal);
  });

  it('line ends of Windows make no difference', () => {
    const text = 'nameserver 2001:db8::1\nsearch a.example b.example\n';
    expect(resolvConf.parse(text.replaceAll('\n', '\r\n'))).toEqual(resolvConf.parse(text));
  });

  it('whatever is given is read, or refused as input', () => {
    const piece = fc.constantFrom('nameserver', 'search', 'domain', 'options', 'sortlist', ' ', '\t', '\n', '\r', '#', ';', 'ndots:', '9', '-', '10.0.0.1', '::1', '%', '/', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          const { glibc } = resolvConf.parse(pieces.join('')).parsed;
          expect(glibc.nameservers.length).toBeGreaterThan(0);
          expect(glibc.ndots).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});

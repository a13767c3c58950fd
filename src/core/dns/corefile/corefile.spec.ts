import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corefileCases } from '../../../../test/oracles/dns/corefile/cases.js';
import { load } from '../../../../test/oracles/dns/corefile/compare.js';
import { InputError } from '../../errors.js';
import { versionOf } from '../releases/release.js';
import { loadCorefile, type LoadedCorefile } from './load.js';
import { readCorefile } from './parse-answer.js';
import { printCorefile } from './print.js';

/** The words of each block, without their lines. */
function wordsOf({ source }: LoadedCorefile): unknown {
  return source.map(({ keys, directives }) => [keys.map(({ text }) => text), directives.map(({ tokens }) => tokens.map(({ text }) => text))]);
}

describe('printing a Corefile', () => {
  it.each(corefileCases.filter((each) => load(each).source.length > 0).map((each) => [each.name, each] as const))('is read as the same words: %s', (_, each) => {
    const read = load(each);
    expect(wordsOf(load({ name: '', text: printCorefile(read.source) }))).toEqual(wordsOf(read));
  });

  it.each([
    ['of a key import', '. {\n} import'],
    ['of a key in parentheses that needs quotation marks', '(a\uFEFFb)'],
  ])('%s is read as the same words', (_, text) => {
    const read = load({ name: '', text });
    expect(read.source.length).toBeGreaterThan(0);
    expect(wordsOf(load({ name: '', text: printCorefile(read.source) }))).toEqual(wordsOf(read));
  });
});

describe('a release', () => {
  const read = (text: string, version: string): string | undefined => readCorefile({ text, version }).error?.detail;
  const tutorial = '.:53 {\n    errors\n    kubernetes cluster.local {\n        upstream\n    }\n    proxy . 9.9.9.9\n}\n';

  it.each([
    { name: 'takes proxy and upstream', version: '1.4.0', text: tutorial, says: undefined },
    { name: 'no longer has proxy', version: '1.5.0', text: tutorial, says: "/etc/coredns/Corefile:6 - Error during parsing: Unknown directive 'proxy'" },
    { name: 'ignores upstream', version: '1.6.9', text: tutorial.replace('proxy', 'forward'), says: undefined },
    { name: 'no longer has upstream', version: '1.7.0', text: tutorial.replace('proxy', 'forward'), says: "plugin/kubernetes: /etc/coredns/Corefile:4 - Error during parsing: unknown property 'upstream'" },
    { name: 'does not have loop yet', version: '1.2.0', text: '. {\n  loop\n}\n', says: "/etc/coredns/Corefile:2 - Error during parsing: Unknown directive 'loop'" },
    { name: 'has loop', version: 'v1.2.1', text: '. {\n  loop\n}\n', says: undefined },
    { name: 'takes one forward', version: '1.9.3', text: '. {\n  forward a 9.9.9.9\n  forward . 9.9.9.9\n}\n', says: 'plugin/forward: this plugin can only be used once per Server Block' },
    { name: 'takes several', version: '1.9.4', text: '. {\n  forward a 9.9.9.9\n  forward . 9.9.9.9\n}\n', says: undefined },
    { name: 'takes the first syntax of header', version: '1.12.3', text: '. {\n  header {\n    set ra\n  }\n}\n', says: undefined },
    { name: 'no longer takes it', version: '1.12.4', text: '. {\n  header {\n    set ra\n  }\n}\n', says: 'plugin/header: setting up rule: invalid selector=set should be query or response' },
    { name: 'has withdrawn startup', version: '1.1.0', text: '. {\n  startup /bin/true\n}\n', says: 'plugin/startup: this plugin has been deprecated' },
  ])('$version $name', ({ text, version, says }) => {
    expect(read(text, version)).toBe(says);
  });

  it('runs plugins in its own order, not that of the file', () => {
    const { servers } = readCorefile({ text: '. {\n  forward . 9.9.9.9\n  cache\n  forward a 1.1.1.1\n  log\n}\n' });
    expect(servers[0]?.plugins.map(({ name, args }) => [name, ...args].join(' '))).toEqual(['log', 'cache', 'forward . 9.9.9.9', 'forward a 1.1.1.1']);
  });

  it('ran rewrite after cache until 1.14.6', () => {
    const order = (version: string) => readCorefile({ text: '. {\n  rewrite name a b\n  cache\n}\n', version }).servers[0]?.plugins.map(({ name }) => name);
    expect([order('1.14.6'), order('1.14.7')]).toEqual([['cache', 'rewrite'], ['rewrite', 'cache']]);
  });

  it('is refused if it is none', () => {
    expect(() => readCorefile({ text: '.', version: 'newest' })).toThrow(InputError);
  });
});

describe('any text', () => {
  const word = fc.constantFrom('.', 'a.example', '{', '}', 'import', '(a)', 'a', 'log', 'cache', 'hosts', 'forward', 'rewrite', 'template', 'IN', 'A', 'match', 'name', 'regex', '"', '"x y"', '#', ',', 'x,', '{$A}', '{%A%}', '*', '\\', '9.9.9.9', '(.*', '{{', '}}', '10.0.0.0/8', '30', ';', '\u00a0', '\uFEFF');
  const text = fc.array(fc.tuple(word, fc.constantFrom(' ', '\n', '', '\r\n', '\t')), { maxLength: 60 }).map((parts) => parts.flat().join(''));
  const options = { version: versionOf('1.14.7'), files: { corefile: 'Corefile', texts: new Map([['/a', 'log\nimport a']]) }, environment: () => 'x"y' };

  it('is read or refused, and what was read is printed to the same words', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary', maxLength: 200 })), (any) => {
        const read = loadOrRefuse(any);
        if (read === undefined || read.source.length === 0 || read.error !== undefined) return;
        expect(wordsOf(loadCorefile(printCorefile(read.source), { ...options, environment: () => undefined }))).toEqual(wordsOf(read));
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
    );
  });

  it('ends where snippets multiply without measure', () => {
    const snippets = Array.from({ length: 40 }, (_, i) => `(s${i}) {\n${i === 0 ? 'log' : `import s${i - 1}\nimport s${i - 1}`}\n}\n`).join('');
    const read = loadCorefile(`${snippets}. {\n  import s39\n}\n`, options);
    expect(read.error?.message).toContain('maximum snippet import depth (10000) exceeded');
  });

  it('is refused where files or variables do', () => {
    const files = { corefile: 'Corefile', texts: new Map([['/big', 'x '.repeat(50_000)]]) };
    expect(() => loadCorefile(`. {\n  nsid a\n${'  import big\n'.repeat(30)}}\n`, { ...options, files: { ...files, texts: new Map([['/big', `nsid ${'x '.repeat(50_000)}\n`]]) } })).toThrow(InputError);
    expect(() => loadCorefile(`. {\n  nsid ${'{$A}'.repeat(1000)}\n}\n`, { ...options, environment: () => 'x'.repeat(4096) })).toThrow(InputError);
  });

  function loadOrRefuse(any: string): LoadedCorefile | undefined {
    try {
      return loadCorefile(any, options);
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }
});

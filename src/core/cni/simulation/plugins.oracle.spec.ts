import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attachCases } from '../../../../test/oracles/cni/cases.js';
import { differencesOf, type Recorded } from '../../../../test/oracles/cni/compare.js';

/** Recorded by `npm run test:oracles` (test/oracles/live/cni.live.ts). */
const golden = JSON.parse(readFileSync(new URL('../../../../test/oracles/cni/golden.json', import.meta.url), 'utf8')) as Readonly<Record<string, Recorded>>;

describe('what libcni 1.3.1 and the plugins 1.10.0 do', () => {
  it('each case is recorded', () => {
    expect(Object.keys(golden)).toEqual(attachCases.map(({ name }) => name));
  });

  it.each(attachCases.map((each) => [each.name, each] as const))('%s', (name, each) => {
    expect(differencesOf(each, golden[name] as Recorded).join('\n')).toBe('');
  });
});

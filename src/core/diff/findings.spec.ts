import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, RuleRun } from '../findings/index.js';
import { diffFindings, renderFindingsDiffText } from './findings.js';

function finding(rule: string, name: string, more: Partial<Finding> = {}): Finding {
  const subject = { kind: 'Service', namespace: 'shop', name };
  return { rule, severity: 'error', title: 'It is wrong', detail: 'Because.', subject, evidence: [{ ...subject, field: 'spec.selector' }], fix: 'Mend it.', docs: `/v1/rules/${rule}`, ...more };
}

function run(findings: readonly Finding[], skipped: RuleRun['skipped'] = []): RuleRun {
  return { findings, skipped };
}

describe('diffFindings', () => {
  it('tells what came, what went and what stayed', () => {
    const { introduced, fixed, unchanged, counts } = diffFindings(run([finding('a', 'web'), finding('a', 'cart')]), run([finding('a', 'web'), finding('b', 'web')]));
    expect(introduced).toEqual([finding('b', 'web')]);
    expect(fixed).toEqual([finding('a', 'cart')]);
    expect(unchanged).toEqual([finding('a', 'web')]);
    expect(counts).toEqual({ introduced: 1, fixed: 1, unchanged: 1, undecided: 0 });
  });

  it('knows a finding again in other words, and tells it in the new ones', () => {
    const now = finding('a', 'web', { severity: 'warning', detail: 'Half of it.' });
    expect(diffFindings(run([finding('a', 'web')]), run([now]))).toMatchObject({ introduced: [], fixed: [], unchanged: [now] });
  });

  it('tells two findings of one rule and subject apart by the field at fault', () => {
    const at = (field: string) => finding('a', 'web', { evidence: [{ kind: 'Pod', namespace: 'shop', name: 'web-1', field: 'spec' }, { kind: 'Service', namespace: 'shop', name: 'web', field }] });
    const { introduced, fixed } = diffFindings(run([at('spec.ports[0].targetPort'), at('spec.ports[1].targetPort')]), run([at('spec.ports[1].targetPort')]));
    expect(introduced).toEqual([]);
    expect(fixed).toEqual([at('spec.ports[0].targetPort')]);
  });

  it('calls nothing fixed that the later snapshot cannot decide', () => {
    const skipped = [{ rule: 'a', missing: [{ kind: 'Pod' as const, state: 'forbidden' as const }] }];
    const result = diffFindings(run([finding('a', 'web'), finding('b', 'web')]), run([], skipped));
    expect(result.fixed).toEqual([finding('b', 'web')]);
    expect(result.undecided).toEqual([{ in: 'before', finding: finding('a', 'web') }]);
    expect(result.warnings).toEqual(['Whether 1 finding came or went cannot be told: the other snapshot does not hold what a needs.']);
  });

  it('looks at the namespace where only some are missing', () => {
    const skipped = [{ rule: 'a', missing: [{ kind: 'Pod' as const, state: 'collected' as const, namespaces: ['data'] }] }];
    expect(diffFindings(run([], skipped), run([finding('a', 'web')])).introduced).toHaveLength(1);
  });

  it('sums up', () => {
    expect(diffFindings(run([]), run([finding('a', 'web')])).summary).toBe('1 finding introduced (1 error), first Service shop/web: It is wrong; 0 fixed, 0 unchanged.');
    expect(renderFindingsDiffText(diffFindings(run([finding('a', 'web')]), run([])))).toBe(
      ['Nothing new is wrong; 1 fixed, 0 unchanged.', '', 'Fixed', '- Service shop/web: It is wrong. Because.', '    Fix: Mend it. (a)', ''].join('\n'),
    );
  });

  const findings = fc.array(fc.record({ rule: fc.constantFrom('a', 'b'), name: fc.constantFrom('web', 'cart') }).map(({ rule, name }) => finding(rule, name)), { maxLength: 5 });
  const runs = fc.record({ findings, skipped: fc.constantFrom<RuleRun['skipped']>([], [{ rule: 'a', missing: [{ kind: 'Pod', state: 'absent' }] }]) });

  it('finds no difference between a run and itself', () => {
    fc.assert(
      fc.property(runs, (a) => {
        expect(diffFindings(a, a)).toMatchObject({ introduced: [], fixed: [], undecided: [], unchanged: a.findings });
      }),
    );
  });

  it('is mirrored when the sides are swapped, and loses nothing', () => {
    fc.assert(
      fc.property(runs, runs, (a, b) => {
        const [there, back] = [diffFindings(a, b), diffFindings(b, a)];
        expect(back.introduced).toEqual(there.fixed);
        expect(back.fixed).toEqual(there.introduced);
        const newcomers = there.undecided.filter((each) => each.in === 'after').length;
        expect(there.introduced.length + there.unchanged.length + newcomers).toBe(b.findings.length);
      }),
    );
  });
});

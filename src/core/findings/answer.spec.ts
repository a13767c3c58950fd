import { describe, expect, it } from 'vitest';
import { ClusterView } from '../cluster/index.js';
import { InputError } from '../errors.js';
import { answerFindings, type FindingsFilter } from './answer.js';
import { clusterOf, pod, service } from './cluster.table.js';
import { renderFindingsMarkdown, renderFindingsText } from './render-findings.js';

const view = clusterOf([
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'empty', uid: 'n' } },
  service({ selector: { app: 'nobody' } }),
  service({}, 'cart', { namespace: 'other' }),
  pod('cart-1', { ready: false, status: { reason: 'NodeLost' }, metadata: { namespace: 'other' } }),
]);

function told(filter?: FindingsFilter): string[] {
  return answerFindings(view, filter).items.map(({ rule, subject }) => `${rule} ${subject.namespace}/${subject.name}`);
}

describe('answerFindings', () => {
  it('counts, and names the gravest first', () => {
    const { summary, counts } = answerFindings(view);
    expect(summary).toBe('2 findings (1 critical, 1 error): Service other/cart: no endpoint is ready, and 1 more.');
    expect(counts).toEqual({ critical: 1, error: 1, warning: 0, info: 0 });
  });

  it.each<{ name: string; filter: FindingsFilter; items: string[] }>([
    { name: 'none', filter: {}, items: ['endpoints-all-unready other/cart', 'selector-matches-nothing shop/web'] },
    { name: 'an empty list admits all', filter: { rule: [] }, items: ['endpoints-all-unready other/cart', 'selector-matches-nothing shop/web'] },
    { name: 'a rule', filter: { rule: ['selector-matches-nothing'] }, items: ['selector-matches-nothing shop/web'] },
    { name: 'several severities', filter: { severity: ['critical', 'warning'] }, items: ['endpoints-all-unready other/cart'] },
    { name: 'a namespace', filter: { namespace: ['shop'] }, items: ['selector-matches-nothing shop/web'] },
    { name: 'a namespace that only its own object names', filter: { namespace: ['empty'] }, items: [] },
    { name: 'all of it', filter: { rule: ['selector-matches-nothing'], namespace: ['other'] }, items: [] },
  ])('filters by $name', ({ filter, items }) => {
    expect(told(filter)).toEqual(items);
  });

  it.each<{ filter: FindingsFilter; pointer: string; detail: string }>([
    { filter: { rule: ['selector-matches-notting'] }, pointer: '?rule', detail: 'There is no rule “selector-matches-notting”; near: selector-matches-nothing.' },
    { filter: { severity: ['fatal'] }, pointer: '?severity', detail: 'There is no severity “fatal”; known: critical, error, warning and info.' },
    { filter: { namespace: ['shopp'] }, pointer: '?namespace', detail: 'There is no namespace “shopp”; near: shop.' },
  ])('teaches: $detail', ({ filter, pointer, detail }) => {
    const refused = (): unknown => answerFindings(view, filter);
    expect(refused).toThrow(InputError);
    try {
      refused();
    } catch (error) {
      expect((error as InputError).faults).toEqual([{ pointer, detail }]);
    }
  });

  it('says what could not be decided', () => {
    const partial = answerFindings(clusterOf([service()], { Pod: { state: 'forbidden' } }), { rule: ['endpoints-all-unready', 'selector-matches-nothing'] });
    expect(partial.summary).toBe('No findings. 2 rules could not decide everything.');
    expect(partial.warnings).toEqual(['The snapshot does not hold Pod (forbidden); not decided there: selector-matches-nothing and endpoints-all-unready.']);
    const single = answerFindings(clusterOf([service()], { Pod: { state: 'collected', namespaces: [] } }), { rule: ['selector-matches-nothing'] });
    expect(single.warnings).toEqual(['The snapshot does not hold Pod (single objects only); not decided there: selector-matches-nothing.']);
    const moved = answerFindings(new ClusterView({ ...view.state, resourceVersions: { Service: '7', Pod: '9' } }), { rule: ['selector-matches-nothing'] });
    expect(moved.warnings).toEqual(['The snapshot does not hold Pod (as of the moment of Service); not decided there: selector-matches-nothing.']);
  });
});

describe('the renderings', () => {
  it('are Markdown', () => {
    expect(renderFindingsMarkdown(answerFindings(view, { severity: ['critical'] }))).toBe(
      [
        '**1 finding (1 critical): Service other/cart: no endpoint is ready.**',
        '',
        '### critical',
        '',
        '- `Service other/cart`: No endpoint is ready. None of 1 pod is ready: cart-1: NodeLost.',
        '  - Fix: Mend what keeps the pods from being ready; `kubectl describe pod` tells the events behind each reason. (`endpoints-all-unready`)',
        '',
      ].join('\n'),
    );
  });

  it('are text of 80 columns', () => {
    expect(renderFindingsText(answerFindings(view, { severity: ['error'] }))).toBe(
      [
        '1 finding (1 error): Service shop/web: the selector matches no pod.',
        '',
        'error',
        '- Service shop/web: The selector matches no pod. No pod of namespace shop has',
        '  app=nobody. The snapshot holds no pod of this namespace.',
        '    Fix: Make the selector and the labels of the pod template the same, letter',
        '      by letter. (selector-matches-nothing)',
        '',
      ].join('\n'),
    );
  });
});

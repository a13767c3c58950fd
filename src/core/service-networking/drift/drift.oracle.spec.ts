import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { iptablesConfigurations } from '../../../../test/oracles/kube-proxy/configurations.js';
import { recalledRules, type Golden } from '../../../../test/oracles/kube-proxy/golden.js';
import type { NormalRules } from '../../../../test/oracles/kube-proxy/normal-rules.js';
import { viewOfConfiguration } from '../../../../test/oracles/kube-proxy/ours.js';
import { finish } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import type { DriftAnswer } from './answer.js';
import { driftSteps } from './drift.js';

/** What `iptables-save` printed where kube-proxy v1.37.2 had run, recorded by `npm run test:oracles` (test/oracles/live/kube-proxy.live.ts): its own chains. */
const golden = JSON.parse(readFileSync(new URL('../../../../test/oracles/kube-proxy/golden-iptables.json', import.meta.url), 'utf8')) as Golden;

function recorded(id: string, family: 'IPv4' | 'IPv6'): NormalRules | undefined {
  const [each, first] = [golden[id]?.[family], golden['base']?.[family]];
  return each === undefined ? undefined : recalledRules(each, first && 'rules' in first ? first.rules : undefined);
}

/** The recorded chains as `iptables-save` prints them. */
function textOf(rules: NormalRules): string {
  const tables = ['nat', 'filter'].map((table) => {
    const chains = Object.entries(rules).filter(([key]) => key.startsWith(`${table} `)).map(([key, lines]) => [key.slice(table.length + 1), lines] as const);
    return [`*${table}`, ...chains.map(([chain]) => `:${chain} - [0:0]`), ...chains.flatMap(([chain, lines]) => lines.map((line) => `-A ${chain} ${line}`)), 'COMMIT'].join('\n');
  });
  return `${tables.join('\n')}\n`;
}

const views = new Map<string, ClusterView>();

function compare(configuration: (typeof iptablesConfigurations)[number], ipFamily: 'IPv4' | 'IPv6', text: string): DriftAnswer {
  const view = views.get(configuration.id) ?? viewOfConfiguration(configuration);
  views.set(configuration.id, view);
  return finish(driftSteps(view, { node: configuration.node, iptablesSave: text, ipFamily }));
}

const findings = ({ missing, extra, different }: DriftAnswer) => [...missing.map(({ rule }) => `missing ${rule}`), ...extra.map(({ rule }) => `extra ${rule}`), ...different.map(({ expected, found }) => `expected ${expected} found ${found}`)];

describe('drift, held to what real kube-proxy left on a node', () => {
  it('is none, in any configuration and family', () => {
    const drifted = iptablesConfigurations.flatMap((configuration) =>
      (['IPv4', 'IPv6'] as const).flatMap((family) => {
        const rules = recorded(configuration.id, family);
        const answer = rules && compare(configuration, family, textOf(rules));
        return answer === undefined || answer.inSync === true ? [] : [`${configuration.id} ${family}: ${answer.summary} ${findings(answer).slice(0, 3).join(' | ')}`];
      }),
    );
    expect(drifted).toEqual([]);
  });

  const [base] = iptablesConfigurations;
  const rules = recorded('base', 'IPv4') ?? {};
  const sorts = sortsOf(rules);

  it('knows the sorts of rules that it tampers with', () => {
    expect(sorts.length).toBeGreaterThan(25);
  });

  it.each<[string, (lines: readonly string[], at: number) => readonly string[], (sort: Sort) => boolean]>([
    ['is found where a rule is gone', (lines, at) => lines.toSpliced(at, 1), ({ line }) => !isOptional(line)],
    ['is found where a rule is there twice', (lines, at) => lines.toSpliced(at, 0, lines[at]!), isLooked],
    ['is found where a rule ends otherwise', (lines, at) => lines.with(at, `${lines[at]!.replace(/ -j .*$/, '')} -j ACCEPT`), (sort) => isLooked(sort) && !/ -j ACCEPT$/.test(sort.line)],
    ['is found where a rule asks for another source', (lines, at) => lines.with(at, lines[at]!.startsWith('! -s') ? lines[at]!.replace(/^! -s \S+/, '-s 203.0.113.7/32') : `-s 203.0.113.7/32 ${lines[at]!.replace(/^-s \S+ /, '')}`), isLooked],
    ['is found where somebody put a rule of his own before it', (lines, at) => lines.toSpliced(at, 0, '-d 203.0.113.9/32 -j DROP'), isLooked],
  ])('%s, of every sort', (_, tamper, isTampered) => {
    const unfound = sorts.filter(isTampered).filter(({ chain, at }) => {
      const answer = compare(base!, 'IPv4', textOf({ ...rules, [chain]: tamper(rules[chain]!, at) }));
      return answer.outcome !== 'drifted';
    });
    expect(unfound.map(({ chain, line }) => `${chain}: ${line}`)).toEqual([]);
  });

  it('is found where two rules of a chain that act on one another stand in the wrong order', () => {
    const unfound = Object.entries(rules).filter(([chain, lines]) => !/^\w+ KUBE-(?:SERVICES|NODEPORTS|EXTERNAL-SERVICES|PROXY-FIREWALL)$/.test(chain) && lines.some((line, i) => i > 0 && targetOf(line) !== targetOf(lines[i - 1]!) && isMasquerade(lines[i - 1]!)));
    const answers = unfound.slice(0, 12).map(([chain, lines]) => {
      const at = lines.findIndex((line, i) => i > 0 && targetOf(line) !== targetOf(lines[i - 1]!) && isMasquerade(lines[i - 1]!));
      return [chain, compare(base!, 'IPv4', textOf({ ...rules, [chain]: lines.with(at, lines[at - 1]!).with(at - 1, lines[at]!) })).outcome];
    });
    expect(answers.length).toBeGreaterThan(8);
    expect(answers.filter(([, outcome]) => outcome !== 'drifted')).toEqual([]);
  });

  it('is not told where the text holds no more than a chain that kube-proxy would not write', () => {
    const lone = compare(base!, 'IPv4', '-A KUBE-SVC-ABCDEFGHABCDEFGH -m comment --comment "shop/old:http" -j KUBE-SEP-ABCDEFGHABCDEFGH\n');
    expect(lone).toMatchObject({ outcome: 'insufficient-information', inSync: null, partial: true, stale: [{ chain: 'KUBE-SVC-ABCDEFGHABCDEFGH', servicePort: 'shop/old:http' }] });
    expect(lone.summary).toBe('kube-proxy of node proxy-a would not write KUBE-SVC-ABCDEFGHABCDEFGH (shop/old:http), and the text does not show whether anything leads there: send all that iptables-save prints.');
  });
});

interface Sort {
  readonly chain: string;
  readonly at: number;
  readonly line: string;
}

/** One rule of each sort: by the kind of its chain, its target and what it asks. */
function sortsOf(all: NormalRules): readonly Sort[] {
  const sorts = new Map<string, Sort>();
  for (const [chain, lines] of Object.entries(all)) {
    for (const [at, line] of lines.entries()) {
      const kind = `${chain.replace(/-[A-Z2-7]{16}$/, '')} ${targetOf(line).replace(/-[A-Z2-7]{16}/g, '').replace(/\d[\d.:]*/g, '')} ${(line.match(/(?<=-m |! )\S+/g) ?? []).join(' ')}`;
      if (!sorts.has(kind)) sorts.set(kind, { chain, at, line });
    }
  }
  return [...sorts.values()];
}

function targetOf(line: string): string {
  return / -j (.*)$/.exec(` ${line}`)?.[1] ?? '';
}

function isMasquerade(line: string): boolean {
  return / -j (?:KUBE-MARK-MASQ|RETURN|MARK)/.test(` ${line}`);
}

/** What kube-proxy leaves out where the kernel cannot do it. */
function isOptional(line: string): boolean {
  return line.includes('nfacct') || line.includes('--ctstate INVALID');
}

/** The kubelet writes into this chain too. */
function isLooked({ chain }: Sort): boolean {
  return chain !== 'filter KUBE-FIREWALL';
}

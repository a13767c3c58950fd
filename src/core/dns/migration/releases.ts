import type { PluginRule } from './model.js';
import { pluginRules } from './plugin-rules.js';

interface Step {
  readonly release: string;
  /** Rules that differ from those of the release before, by plugin. */
  readonly now?: Readonly<Record<string, string>>;
  /** Plugins that the tool knows no more. */
  readonly gone?: readonly string[];
}

/**
 * Every release that the tool knows, oldest first. It leaves some out: there are no images of them.
 *
 * Source: coredns/corefile-migration (2026-03), migration/versions.go
 */
const steps: readonly Step[] = [
  { release: '1.1.3' },
  { release: '1.1.4', now: { errors: 'v1', log: 'v1', health: 'v1', autopath: 'v1', kubernetes: 'v1', prometheus: 'v1', proxy: 'v1', forward: 'v1', cache: 'v1', reload: 'v1', loadbalance: 'v1', hosts: 'v1', rewrite: 'v1' } },
  { release: '1.2.0', now: { proxy: 'v2', forward: 'v2' } },
  { release: '1.2.1', now: { loop: 'added' } },
  { release: '1.2.2', now: { loop: 'v1' } },
  { release: '1.2.3', now: { kubernetes: 'v2', rewrite: 'v2' } },
  { release: '1.2.4' },
  { release: '1.2.5' },
  { release: '1.2.6', now: { errors: 'v2' } },
  { release: '1.3.0', now: { k8s_external: 'v1' } },
  { release: '1.3.1', now: { kubernetes: 'v3' } },
  { release: '1.4.0', now: { kubernetes: 'v4', proxy: 'deprecation' } },
  { release: '1.5.0', now: { ready: 'added', kubernetes: 'v5', proxy: 'removal' } },
  { release: '1.5.1', now: { ready: 'v1' }, gone: ['proxy'] },
  { release: '1.5.2' },
  { release: '1.6.0', now: { kubernetes: 'v6' } },
  { release: '1.6.1' },
  { release: '1.6.2' },
  { release: '1.6.3' },
  { release: '1.6.4' },
  { release: '1.6.5', now: { health: 'v1 with lameduck' } },
  { release: '1.6.6', now: { health: 'v1', cache: 'v2' } },
  { release: '1.6.7' },
  { release: '1.6.9', now: { forward: 'v3' } },
  { release: '1.7.0', now: { kubernetes: 'v7', forward: 'v3 with max_concurrent', cache: 'v1' } },
  { release: '1.7.1', now: { forward: 'v3' } },
  { release: '1.8.0', now: { kubernetes: 'v8 without transfer', transfer: 'v1' } },
  { release: '1.8.3', now: { kubernetes: 'v8' } },
  { release: '1.8.4' },
  { release: '1.8.5' },
  { release: '1.8.6' },
  { release: '1.8.7' },
  { release: '1.9.0' },
  { release: '1.9.1' },
  { release: '1.9.2' },
  { release: '1.9.3', now: { errors: 'v3' } },
  { release: '1.9.4', now: { cache: 'v3' } },
  { release: '1.10.0' },
  { release: '1.10.1', now: { cache: 'v4' } },
  { release: '1.11.0', now: { k8s_external: 'v2', rewrite: 'v3' } },
  { release: '1.11.1' },
  { release: '1.11.3' },
  { release: '1.11.4', now: { forward: 'v4' } },
  { release: '1.12.0', now: { forward: 'v5' } },
  { release: '1.12.1' },
  { release: '1.12.2' },
  { release: '1.12.3' },
  { release: '1.12.4' },
  { release: '1.13.0' },
  { release: '1.13.1' },
  { release: '1.13.2' },
  { release: '1.14.0' },
  { release: '1.14.1' },
  { release: '1.14.2' },
];

/** The releases that a Corefile can be migrated between, oldest first. */
export const migratedReleases: readonly string[] = steps.map(({ release }) => release);

/** What the tool knows of each plugin in a release. */
export function rulesOf(release: string): ReadonlyMap<string, PluginRule> {
  const names = new Map<string, string>();
  for (const step of steps) {
    for (const [name, rule] of Object.entries(step.now ?? {})) names.set(name, rule);
    for (const name of step.gone ?? []) names.delete(name);
    if (step.release === release) break;
  }
  return new Map([...names].map(([name, rule]) => [name, ruleNamed(name, rule)]));
}

function ruleNamed(plugin: string, rule: string): PluginRule {
  const rules: Readonly<Record<string, Readonly<Record<string, PluginRule>>>> = pluginRules;
  return rules[plugin]?.[rule] ?? {};
}

import type { MigratedOption, MigratedPlugin, MigratedServer, OptionRule, PluginRule } from './model.js';
import { rulesOf } from './releases.js';

/** Something in a Corefile that changes between two releases. */
export interface MigrationNotice {
  readonly plugin: string;
  readonly option?: string;
  /** `unsupported`: the tool does not know it in that release, which says nothing of CoreDNS itself. */
  readonly severity: 'deprecated' | 'removed' | 'ignored' | 'newdefault' | 'unsupported';
  readonly replacedBy?: string;
  /** The release in which it is so. */
  readonly version: string;
  /** In the tool's words. */
  readonly detail: string;
}

/** What is deprecated, ignored, removed or new by default, in each release on the way. Source: coredns/corefile-migration (2026-03), migration/migrate.go Deprecated. */
export function changesOf(servers: readonly MigratedServer[], releases: readonly string[]): MigrationNotice[] {
  return releases.flatMap((version) => {
    const rules = rulesOf(version);
    return servers.flatMap(({ plugins }) => [...plugins.flatMap((plugin) => changesOfPlugin(plugin, rules.get(plugin.name), version)), ...newPlugins(plugins, rules).map((name) => notice({ plugin: name, severity: 'newdefault', version }))]);
  });
}

/** What the tool does not know. Source: migrate.go Unsupported. */
export function unsupportedOf(servers: readonly MigratedServer[], releases: readonly string[]): MigrationNotice[] {
  return releases.flatMap((version) => {
    const rules = rulesOf(version);
    return servers.flatMap(({ plugins }) =>
      plugins.flatMap(({ name, options }) => {
        const rule = rules.get(name);
        if (rule === undefined) return [notice({ plugin: name, severity: 'unsupported', version })];
        return options.filter((option) => optionRule(rule, option.name) === undefined).map((option) => notice({ plugin: name, option: option.name, severity: 'unsupported', version }));
      }),
    );
  });
}

function changesOfPlugin({ name, options }: MigratedPlugin, rule: PluginRule | undefined, version: string): MigrationNotice[] {
  if (rule === undefined) return [];
  if (rule.status !== undefined && rule.status !== 'newdefault') return [notice({ plugin: name, severity: rule.status, version, ...(rule.replacedBy !== undefined && { replacedBy: rule.replacedBy }) })];
  const changed = options.flatMap((option) => {
    const status = optionRule(rule, option.name)?.status;
    return status === undefined || status === 'newdefault' ? [] : [notice({ plugin: name, option: option.name, severity: status, version })];
  });
  return [...changed, ...newOptions(rule, options).map(([option]) => notice({ plugin: name, option, severity: 'newdefault', version }))];
}

/** Options that are new by default and not there. */
export function newOptions(rule: PluginRule | undefined, options: readonly MigratedOption[]): [name: string, rule: OptionRule][] {
  return Object.entries(rule?.options ?? {}).filter(([name, { status }]) => status === 'newdefault' && !options.some((option) => option.name === name));
}

/** Plugins that are new by default and not in the block. */
export function newPlugins(plugins: readonly MigratedPlugin[], rules: ReadonlyMap<string, PluginRule>): string[] {
  return [...rules].filter(([name, { status }]) => status === 'newdefault' && !plugins.some((plugin) => plugin.name === name)).map(([name]) => name);
}

/** Source: migrate.go matchOption. */
export function optionRule(rule: PluginRule, name: string): OptionRule | undefined {
  const named = Object.hasOwn(rule.options ?? {}, name) ? rule.options?.[name] : undefined;
  return named ?? (rule.patterns?.some((pattern) => pattern.test(name)) === true ? {} : undefined);
}

/** Source: migration/notice.go ToString. */
function notice(given: Omit<MigrationNotice, 'detail'>): MigrationNotice {
  const { plugin, option, severity, replacedBy, version } = given;
  const what = option === undefined ? `Plugin "${plugin}"` : `Option "${option}" in plugin "${plugin}"`;
  const how = { unsupported: `unsupported by this migration tool in ${version}`, newdefault: `added as a default in ${version}`, deprecated: `deprecated in ${version}`, ignored: `ignored in ${version}`, removed: `removed in ${version}` }[severity];
  return { ...given, detail: `${what} is ${how}.${replacedBy === undefined ? '' : ` It is replaced by "${replacedBy}".`}` };
}

import { InputError } from '../../errors.js';
import { clip, count, nearest, renderMarkdown, renderText, type Answer, type Sheet } from '../../analysis/index.js';
import { releaseIn } from '../releases/release.js';
import type { MigratedOption, MigratedPlugin, MigratedServer, PluginRule } from './model.js';
import { changesOf, newOptions, newPlugins, optionRule, unsupportedOf, type MigrationNotice } from './notices.js';
import { migratedReleases, rulesOf } from './releases.js';
import { printByDepth, readByDepth } from './text.js';

export interface MigrationQuestion {
  /** A Corefile. */
  readonly text: string;
  /** A release: `1.3.1`. */
  readonly fromVersion: string;
  /** The same or a later one. */
  readonly toVersion: string;
  /** Changes what is deprecated too, not only what is ignored or removed. */
  readonly deprecations?: boolean | undefined;
}

export interface MigrationAnswer extends Answer {
  /** What is deprecated, ignored, removed or new, then what the tool does not know; release by release. */
  readonly notices: readonly MigrationNotice[];
  /** The Corefile for the later release. */
  readonly text: string;
}

/**
 * What changes for a Corefile between two releases, and the Corefile as it then has to be: what kubeadm does on an upgrade.
 *
 * @throws InputError for releases that the tool does not know or that lie the other way round, and where the tool gives up
 * Source: coredns/corefile-migration (2026-03, data up to 1.14.2), migration/migrate.go Deprecated, Unsupported, Migrate
 */
export function migrateCorefile({ text, fromVersion, toVersion, deprecations = false }: MigrationQuestion): MigrationAnswer {
  const releases = releasesBetween(fromVersion, toVersion);
  const servers = releases.length === 0 ? [] : readByDepth(text);
  const notices = [...changesOf(servers, releases), ...unsupportedOf(servers, releases)];
  return {
    notices,
    summary: summarise(notices, fromVersion, toVersion),
    steps: [],
    warnings: [],
    text: releases.length === 0 ? text : printByDepth(releases.reduce((migrated, release) => migrateTo(release, migrated, deprecations), servers as readonly MigratedServer[])),
  };
}

/** The releases after the first up to the last. */
function releasesBetween(from: string, to: string): readonly string[] {
  const [first, last] = [indexOf(from, '/fromVersion'), indexOf(to, '/toVersion')];
  if (last < first) throw new InputError('invalid-request', `${to} came before ${from}: a Corefile can be migrated to a later release only`, [{ pointer: '/toVersion', detail: `is before ${from}` }]);
  return migratedReleases.slice(first + 1, last + 1);
}

function indexOf(version: string, pointer: string): number {
  const release = releaseIn(version) ?? version;
  const index = migratedReleases.indexOf(release);
  if (index !== -1) return index;
  const near = nearest(release, migratedReleases);
  const range = `${migratedReleases[0] ?? ''} to ${migratedReleases.at(-1) ?? ''}`;
  throw new InputError('invalid-request', `“${clip(version, 40)}” is no release that the migration data knows (${range})${near.length === 0 ? '' : `; near are ${near.join(', ')}`}`, [{ pointer, detail: 'no release of the migration data' }]);
}

function migrateTo(release: string, given: readonly MigratedServer[], deprecations: boolean): MigratedServer[] {
  const rules = rulesOf(release);
  const servers = (release === '1.8.0' ? transferAsPlugin(given) : given).map(({ keys, plugins }) => {
    const migrated = plugins.map((plugin) => migratePlugin(plugin, rules, deprecations));
    return { keys, plugins: [...migrated, ...addedPlugins(plugins, migrated, rules)] };
  });
  return release === '1.4.0' || release === '1.5.0' ? breakOutStubDomains(servers) : servers;
}

function migratePlugin(plugin: MigratedPlugin, rules: ReadonlyMap<string, PluginRule>, deprecations: boolean): MigratedPlugin {
  const rule = rules.get(plugin.name);
  if (rule === undefined || (!deprecations && rule.status === 'deprecated')) return plugin;
  const options = plugin.options.flatMap((option) => migrateOption(option, rule, deprecations) ?? []);
  const name = rule.renamed ?? plugin.name;
  const added = newOptions(rules.get(name), plugin.options).flatMap(([, { add }]) => add ?? []);
  return { name, args: plugin.args, options: [...options, ...added] };
}

function migrateOption(option: MigratedOption, rule: PluginRule, deprecations: boolean): MigratedOption | undefined {
  const known = optionRule(rule, option.name);
  if (known?.change === undefined || (!deprecations && known.status === 'deprecated')) return option;
  return known.change(option);
}

function addedPlugins(before: readonly MigratedPlugin[], after: readonly MigratedPlugin[], rules: ReadonlyMap<string, PluginRule>): MigratedPlugin[] {
  return newPlugins(before, rules)
    .filter((name) => after.some((plugin) => rules.get(name)?.addedTo?.includes(plugin.name) === true))
    .map((name) => ({ name, args: [], options: [] }));
}

/** Source: migration/plugins.go copyKubernetesTransferOptToPlugin. */
function transferAsPlugin(servers: readonly MigratedServer[]): MigratedServer[] {
  return servers.map((server) => {
    let [zone, to]: [string, readonly string[]] = ['', []];
    for (const { name, args, options } of server.plugins) {
      if (name !== 'kubernetes') continue;
      zone = args[0] ?? giveUp('the plugin kubernetes has no zone as its argument, and the tool ends there');
      to = options.findLast((option) => option.name === 'transfer')?.args ?? to;
    }
    if (to.length < 2) return server;
    return { keys: server.keys, plugins: [...server.plugins, { name: 'transfer', args: [zone], options: [{ name: 'to', args: to.slice(1) }] }] };
  });
}

/**
 * A `forward` of a zone other than the root becomes a block of its own. The tool takes plugins off the list that it walks: the one after a plugin that was taken off is passed over.
 *
 * Source: migration/plugins.go breakForwardStubDomainsIntoServerBlocks
 */
function breakOutStubDomains(servers: readonly MigratedServer[]): MigratedServer[] {
  const broken: MigratedServer[] = [];
  const moved = new Set<MigratedPlugin>();
  const kept = servers.map(({ keys, plugins }) => {
    const slots = [...plugins];
    let length = slots.length;
    for (let i = 0; i < plugins.length; i++) {
      const plugin = slots[i];
      const zone = plugin?.name === 'forward' ? (plugin.args[0] ?? giveUp('found invalid forward plugin declaration')) : undefined;
      if (plugin === undefined || zone === undefined || zone === '.' || moved.has(plugin)) continue;
      if (keys.length !== 1) giveUp('unhandled migration of multi-domain/port server block');
      if (keys[0] !== '.' && keys[0] !== '.:53') giveUp('unhandled migration of non-default domain/port server block');
      moved.add(plugin);
      broken.push({ keys: [zone], plugins: [{ ...plugin, args: ['.', ...plugin.args.slice(1)] }, ...['loop', 'errors'].map((name) => ({ name, args: [], options: [] })), { name: 'cache', args: ['30'], options: [] }] });
      if (i >= length) giveUp('several zones are forwarded from one block, and the tool breaks down over them');
      slots.copyWithin(i, i + 1, length);
      length--;
    }
    return { keys, plugins: slots.slice(0, length) };
  });
  return [...kept, ...broken];
}

function giveUp(why: string): never {
  throw new InputError('invalid-request', `The migration tool gives up on this Corefile: ${why}.`, [{ pointer: '/text', detail: why }]);
}

function summarise(notices: readonly MigrationNotice[], from: string, to: string): string {
  const weighty = notices.filter(({ severity }) => severity !== 'unsupported');
  const removed = notices.filter(({ severity }) => severity === 'removed').length;
  if (weighty.length === 0) return `Nothing has to change in this Corefile from ${from} to ${to}.`;
  const breaking = removed === 0 ? '' : ` CoreDNS would not start with ${removed === 1 ? 'what was removed' : `the ${removed} things that were removed`}.`;
  return `From ${from} to ${to}: ${count(weighty.length, 'notice')}.${breaking}`;
}

export function renderMigrationMarkdown(answer: MigrationAnswer): string {
  return renderMarkdown(layOut(answer));
}

export function renderMigrationText(answer: MigrationAnswer): string {
  return renderText(layOut(answer));
}

function layOut({ summary, notices, text }: MigrationAnswer): Sheet {
  const weighty = notices.filter(({ severity }) => severity !== 'unsupported');
  return {
    verdict: summary,
    sections: [
      { title: 'What changes', noun: 'notice', items: [...weighty, ...notices.filter(({ severity }) => severity === 'unsupported')].map(({ detail }) => ({ text: [detail] })) },
      { title: 'The Corefile then', noun: 'Corefile', items: [{ text: ['Written by the tool:'], block: { text: text.trimEnd(), language: 'text' } }] },
    ],
    rest: 'The JSON rendering holds all of them.',
  };
}

import { enumerate, formatRef, renderMarkdown, renderText, sectionsOf, type Item, type Section, type Sheet } from '../../analysis/index.js';
import type { CniAnswer, DetectedPlugin, SettingName } from './detect.js';

export function renderCniMarkdown(answer: CniAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderCniText(answer: CniAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: CniAnswer): Sheet {
  const plugins: Section = { title: 'Plugins', noun: 'plugin', items: answer.plugins.map(pluginItem) };
  const ranges: Section = {
    title: 'Pod ranges',
    noun: 'range',
    items: answer.podCIDRs.map(({ cidr, source, evidence: [first] }) => ({ text: [{ code: cidr }, ` ${source}${first === undefined ? '' : `, ${formatRef(first)}`}`] })),
  };
  const [, unknown] = sectionsOf(answer);
  return { verdict: answer.summary, sections: [plugins, ranges, ...(unknown === undefined ? [] : [unknown])], rest: 'The JSON rendering holds all of them.' };
}

const labels: Readonly<Record<SettingName, string>> = {
  version: 'version',
  ipam: 'IPAM',
  encapsulation: 'encapsulation',
  mtu: 'MTU',
  confDir: 'configuration in',
  binDir: 'programs in',
  kubeProxyReplacement: 'replaces kube-proxy',
  networkPolicy: 'enforces NetworkPolicy',
  podCIDRs: 'pod ranges',
};

function pluginItem(plugin: DetectedPlugin): Item {
  const byDefault = new Set(plugin.defaults.map(({ field }) => field));
  const facts = (Object.keys(labels) as SettingName[]).flatMap((field) => {
    const value = field === 'podCIDRs' ? null : plugin[field];
    if (value === null) return [];
    return [`${labels[field]} ${typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}${byDefault.has(field) ? ' (by default)' : ''}`];
  });
  const where = plugin.daemonSet === null ? [] : [` by `, { code: formatRef(plugin.daemonSet) }];
  const missing = plugin.missing.map(({ field }) => labels[field]);
  return {
    text: [{ strong: plugin.title }, ` ${plugin.role}, ${plugin.certainty}`, ...where],
    notes: [...(facts.length === 0 ? [] : [[facts.join('; ')]]), ...(missing.length === 0 ? [] : [[`not told: ${enumerate(missing)}`]])],
  };
}

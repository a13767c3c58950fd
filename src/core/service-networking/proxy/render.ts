import { formatRef, renderMarkdown, renderText, sectionsOf, type Item, type Section, type Sheet } from '../../analysis/index.js';
import type { ProxyAnswer, ReadProxySetting } from './proxy.js';

export function renderProxyMarkdown(answer: ProxyAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderProxyText(answer: ProxyAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf(answer: ProxyAnswer): Sheet {
  const section = (title: string, noun: string, items: readonly Item[], total = items.length): Section => ({ title, noun, items, omitted: total - items.length });
  const ill = answer.nodes.items.filter(({ health }) => health !== 'ready' && health !== 'without-pod');
  const [, unknown] = sectionsOf(answer);
  return {
    verdict: answer.summary,
    sections: [
      section('Nodes without a working one', 'node', ill.slice(0, 10).map(({ node, detail }) => ({ text: [{ strong: node }, ` ${detail}`] })), ill.length),
      section('Replacements', 'replacement', answer.replacements.map(({ title, certainty, detail }) => ({ text: [{ strong: title }, ` ${certainty}: ${detail}`] }))),
      section('DaemonSets', 'DaemonSet', answer.daemonSets.map(({ daemonSet, image, desired, ready }) => ({ text: [{ code: formatRef(daemonSet) }, ` ${ready ?? '?'} of ${desired ?? '?'} ready${image === null ? '' : `, ${image}`}`] }))),
      section('Settings', 'setting', answer.settings.map(settingItem)),
      section('Tells pods from others', 'family', answer.localDetection.map(({ ipFamily, kind, value }) => ({ text: [{ strong: ipFamily }, ` ${kind === 'none' ? 'not at all' : `by ${kind} ${value ?? ''}`}`] }))),
      ...(unknown === undefined ? [] : [unknown]),
    ],
    rest: 'The JSON rendering holds all of them.',
  };
}

function settingItem({ field, value, from, evidence }: ReadProxySetting): Item {
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return { text: [{ code: field }, ` ${shown === '' ? '(empty)' : shown} `, from === 'default' ? 'by default' : `from its ${from}${evidence === null ? '' : `, ${formatRef(evidence)}`}`] };
}

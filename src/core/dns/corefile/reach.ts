import type { FileConfig } from '../plugins/file.js';
import type { ForwardConfig } from '../plugins/forward.js';
import type { HostsConfig } from '../plugins/hosts.js';
import type { TemplateConfig } from '../plugins/template.js';
import type { KubernetesConfig } from '../kubernetes/config.js';
import { fallsThrough } from '../fall.js';
import { isSubDomain } from '../name.js';
import type { LoadedBlock } from './load.js';

/** A plugin that lets nothing through for a zone. */
export interface Capture {
  readonly plugin: string;
  readonly zone: string;
  readonly line: number | undefined;
}

/** A plugin of which nothing is ever asked. */
export interface Unreachable extends Capture {
  /** Who takes all of its queries. */
  readonly by: Capture;
}

/** The configuration of the plugin kubernetes in a block, where it has one. */
export function kubernetesConfigOf(block: LoadedBlock): KubernetesConfig | undefined {
  return configsOf<KubernetesConfig>(block, 'kubernetes')[0];
}

/** The lines of forward in a block, in their order. */
export function forwardConfigsOf(block: LoadedBlock): readonly ForwardConfig[] {
  return configsOf<ForwardConfig>(block, 'forward');
}

/** The hosts and templates of a block that take every address query of `clusterZone`, or of a zone within it or around it, before kubernetes is asked. */
export function capturesOf(block: LoadedBlock, clusterZone: string): Capture[] {
  return [...templateCaptures(block), ...hostsCaptures(block)].filter(({ zone, falls }) => {
    const below = isSubDomain(zone, clusterZone) ? clusterZone : isSubDomain(clusterZone, zone) ? zone : undefined;
    return below !== undefined && !falls(below);
  });
}

/**
 * Plugins that are never asked, as one that runs before them lets nothing of their zones through. What kubernetes loses is told by {@link capturesOf}.
 */
export function unreachableIn(block: LoadedBlock): Unreachable[] {
  const found: Unreachable[] = [];
  const before: (Capture & { readonly falls: (zone: string) => boolean; readonly except?: readonly string[] })[] = [];
  const stages = [templateCaptures(block), hostsCaptures(block), kubernetesCaptures(block), fileCaptures(block)];
  for (const stage of stages) {
    for (const capture of stage) {
      const by = before.find((earlier) => isSubDomain(earlier.zone, capture.zone) && !earlier.falls(capture.zone));
      if (by !== undefined && capture.plugin !== 'kubernetes') found.push({ plugin: capture.plugin, zone: capture.zone, line: capture.line, by });
    }
    before.push(...stage);
  }
  for (const [i, config] of forwardConfigsOf(block).entries()) {
    const line = lineOfPlugin(block, 'forward', i);
    const by = before.find((earlier) => isSubDomain(earlier.zone, config.from) && !earlier.falls(config.from) && !(earlier.except ?? []).some((zone) => isSubDomain(zone, config.from) || isSubDomain(config.from, zone)));
    if (by !== undefined) found.push({ plugin: 'forward', zone: config.from, line, by });
    if (config.next.length === 0) before.push({ plugin: 'forward', zone: config.from, line, falls: () => false, except: config.except });
  }
  return found;
}

type Falling = Capture & { readonly falls: (zone: string) => boolean };

/** A template without a pattern answers every query of its type; one with patterns fails those that match none. */
function templateCaptures(block: LoadedBlock): Falling[] {
  return configsOf<TemplateConfig>(block, 'template').flatMap(({ rules }) =>
    rules
      .filter(({ type, class: recordClass }) => ['ANY', 'A', 'SRV'].includes(type) && ['IN', 'ANY'].includes(recordClass))
      .flatMap((rule) => {
        const takesAll = rule.patterns.some(({ source }) => ['.*', '^.*$', '.'].includes(source));
        return rule.zones.map((zone) => ({ plugin: 'template', zone, line: rule.line, falls: (asked: string) => !takesAll && fallsThrough(rule.fall, asked) }));
      }),
  );
}

function hostsCaptures(block: LoadedBlock): Falling[] {
  return configsOf<HostsConfig>(block, 'hosts').flatMap(({ origins, fall }) => origins.filter((zone) => !zone.endsWith('.arpa.')).map((zone) => ({ plugin: 'hosts', zone, line: lineOfPlugin(block, 'hosts', 0), falls: (asked: string) => fallsThrough(fall, asked) })));
}

function kubernetesCaptures(block: LoadedBlock): Falling[] {
  return configsOf<KubernetesConfig>(block, 'kubernetes').flatMap(({ zones, fallthrough }) => zones.map((zone) => ({ plugin: 'kubernetes', zone, line: lineOfPlugin(block, 'kubernetes', 0), falls: (asked: string) => fallsThrough(fallthrough, asked) })));
}

function fileCaptures(block: LoadedBlock): Falling[] {
  return configsOf<FileConfig>(block, 'file').flatMap(({ zones, fall }) => [...zones.keys()].map((zone) => ({ plugin: 'file', zone, line: lineOfPlugin(block, 'file', 0), falls: (asked: string) => fallsThrough(fall, asked) })));
}

function configsOf<C>(block: LoadedBlock, name: string): readonly C[] {
  return (block.plugins.find(({ plugin }) => plugin.name === name)?.configs ?? []) as readonly C[];
}

function lineOfPlugin(block: LoadedBlock, name: string, index: number): number | undefined {
  return block.source.directives.filter((directive) => directive.name === name)[index]?.tokens[0]?.line;
}

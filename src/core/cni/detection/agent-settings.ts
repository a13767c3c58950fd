import { containersOf, imageTag, type Agent } from '../../cluster/index.js';
import type { Evidence } from '../../analysis/index.js';
import { configured, unknown, type Setting } from './setting.js';
import type { Presence } from './signs.js';

const noAgent = 'No agent of it is in the snapshot.';

/** The tag of the image of the container that does the work. */
export function versionOf(agent: Agent | undefined, container: RegExp): Setting<string> {
  if (agent === undefined) return unknown(noAgent);
  const main = containersOf(agent).find(({ container: each }) => container.test(each.name));
  const image = main?.container.image;
  if (main === undefined || image === undefined) return unknown('Its container has no image.');
  const tag = imageTag(image);
  const evidence: Evidence = { ...agent.object, field: `${main.field}.image`, value: image };
  if (tag === undefined) return unknown('Its image is named by a digest alone.');
  return /\d/.test(tag) ? configured(tag, evidence) : unknown(`The tag of its image, ${tag}, tells no version.`);
}

/** The folders of the node in which an agent writes CNI configuration and programs, by its mounts. */
export function foldersOf({ agent }: Presence, known: { readonly confDir?: Setting<string>; readonly binDir?: Setting<string> } = {}): { confDir: Setting<string>; binDir: Setting<string> } {
  const confDir = folder(agent, /\/net\.d\/?$/) ?? known.confDir;
  const binDir = folder(agent, /\/(?:cni\/bin|libexec\/cni)\/?$/) ?? known.binDir;
  const why = agent === undefined ? noAgent : 'Its agent mounts no such folder of the node.';
  return { confDir: confDir ?? unknown(why), binDir: binDir ?? unknown(why) };
}

function folder(agent: Agent | undefined, ending: RegExp): Setting<string> | undefined {
  const volumes = agent?.spec.volumes ?? [];
  const index = volumes.findIndex(({ name, hostPath }) => hostPath !== undefined && (ending.test(hostPath.path) || (agent !== undefined && isMountedAt(agent, name, ending))));
  const path = volumes[index]?.hostPath?.path;
  return agent === undefined || path === undefined ? undefined : configured(path.replace(/(.)\/$/, '$1'), { ...agent.object, field: `${agent.path}.volumes[${volumes[index]?.name}].hostPath.path`, value: path });
}

function isMountedAt(agent: Agent, volume: string, ending: RegExp): boolean {
  return containersOf(agent).some(({ container }) => container.volumeMounts?.some(({ name, mountPath }) => name === volume && ending.test(mountPath)));
}

import { isRecord } from '../../record.js';
import { decodeGo, escapePointer } from './go-decode.js';
import { findJsonFault, goQuote } from './go-json.js';
import { pluginConf } from './go-types.js';
import { currentVersion, isLater, VersionFault } from './version.js';

/** A file with one plugin, or one with a list of plugins. */
export type ConfigForm = 'conf' | 'conflist';

/** One plugin of a network configuration, as libcni hands it on. */
export interface PluginConfig {
  /** The name of the program that is run. */
  readonly type: string;
  /** Its own `name`: libcni puts the network's in its place. */
  readonly name: string;
  /** Those that are declared, by name. */
  readonly capabilities: ReadonlyMap<string, boolean>;
  readonly raw: Readonly<Record<string, unknown>>;
  /** Where it stands in the text. */
  readonly pointer: string;
}

/** A network configuration that libcni takes. */
export interface NetworkConfig {
  readonly form: ConfigForm;
  readonly name: string;
  /** The version by which plugins are called; '' where the file names none. */
  readonly cniVersion: string;
  readonly disableCheck: boolean;
  readonly disableGC: boolean;
  readonly loadOnlyInlinedPlugins: boolean;
  readonly plugins: readonly PluginConfig[];
}

/** Why libcni does not take a text. */
export interface ConfigFault {
  /** A JSON pointer into the text. */
  readonly pointer: string;
  /** In libcni's words. */
  readonly message: string;
  /** Where in the text, from 1, for what is no JSON. */
  readonly position?: { readonly line: number; readonly column: number };
}

/** What libcni says of a plugin that names none, as it does of a list that it takes for one plugin. */
export const missingType = "error parsing configuration: missing 'type'";

class Refused extends Error {
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message);
  }
}

/** The form that a runtime reads a file of this name in: `.conflist` is a list, `.conf` and `.json` are one plugin. Undefined for another name. */
export function formOfFile(fileName: string): ConfigForm | undefined {
  const extension = /\.[^./]*$/.exec(fileName)?.[0];
  if (extension === '.conflist') return 'conflist';
  return extension === '.conf' || extension === '.json' ? 'conf' : undefined;
}

/**
 * Reads a network configuration as libcni does. A configuration of one plugin becomes a list of one.
 *
 * @param form as the name of the file has it; without it, what has a `type` and no `plugins` is one plugin
 * Source: containernetworking/cni v1.3.1 libcni/conf.go, NetworkConfFromBytes, NetworkPluginConfFromBytes and ConfListFromConf
 */
export function readNetworkConfig(text: string, form?: ConfigForm): NetworkConfig | ConfigFault {
  const invalid = findJsonFault(text);
  if (invalid !== undefined) {
    const prefix = (form ?? 'conflist') === 'conf' ? 'error parsing configuration' : 'error parsing configuration list';
    return { pointer: '', message: `${prefix}: ${invalid.message}`, position: positionOf(text, invalid.offset) };
  }
  const value: unknown = JSON.parse(text);
  try {
    const read = form ?? (isRecord(value) && 'type' in value && !('plugins' in value) ? 'conf' : 'conflist');
    return read === 'conf' ? single(value) : list(value, 'conflist', (i) => `/plugins/${i}`);
  } catch (error) {
    if (error instanceof Refused) return { pointer: error.pointer, message: error.message };
    throw error;
  }
}

/** How deep lists and objects stand within each other. */
export function depthOf(text: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (inString) {
      if (c === '\\') i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{' || c === '[') deepest = Math.max(deepest, ++depth);
    else if (c === '}' || c === ']') depth--;
  }
  return deepest;
}

function single(value: unknown): NetworkConfig {
  const { name, cniVersion } = plugin(value, '', true);
  return list({ name, cniVersion, plugins: [value] }, 'conf', () => '');
}

function list(value: unknown, form: ConfigForm, placeOf: (i: number) => string): NetworkConfig {
  if (value !== null && !isRecord(value)) throw new Refused('', `error parsing configuration list: json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value} into Go value of type map[string]interface {}`);
  const raw = value ?? {};
  requireFiniteNumbers(raw, '');
  if (!('name' in raw)) throw refused('/name', 'no name');
  const { name } = raw;
  if (typeof name !== 'string') throw refused('/name', `invalid name type ${goTypeOf(name)}`);
  const settings = { form, name, cniVersion: versionOf(raw), disableCheck: flag(raw, 'disableCheck'), disableGC: flag(raw, 'disableGC'), loadOnlyInlinedPlugins: flag(raw, 'loadOnlyInlinedPlugins') };
  if (!('plugins' in raw)) {
    if (settings.loadOnlyInlinedPlugins) throw refused('/loadOnlyInlinedPlugins', "`loadOnlyInlinedPlugins` is true, and no 'plugins' key");
    return { ...settings, plugins: [] };
  }
  const { plugins } = raw;
  if (!Array.isArray(plugins)) throw refused('/plugins', `invalid 'plugins' type ${goTypeOf(plugins)}`);
  if (plugins.length === 0) throw refused('/plugins', 'no plugins in list');
  return {
    ...settings,
    plugins: plugins.map((each: unknown, i) => {
      try {
        return plugin(each, placeOf(i), false);
      } catch (error) {
        throw error instanceof Refused ? new Refused(error.pointer, `failed to parse plugin config ${i}: ${error.message}`) : error;
      }
    }),
  };
}

function plugin(value: unknown, pointer: string, inOrderOfText: boolean): PluginConfig & { readonly cniVersion: string } {
  const { value: decoded, faults } = decodeGo(pluginConf, value, inOrderOfText);
  const [fault] = faults;
  if (fault !== undefined) throw new Refused(`${pointer}${fault.pointer}`, `error parsing configuration: ${fault.message}`);
  if (decoded.type === '') throw new Refused(`${pointer}/type`, missingType);
  return { type: decoded.type, name: decoded.name, cniVersion: decoded.cniVersion, capabilities: decoded.capabilities ?? new Map(), raw: value as Readonly<Record<string, unknown>>, pointer };
}

function versionOf(raw: Readonly<Record<string, unknown>>): string {
  const { cniVersion = '', cniVersions } = raw;
  if (typeof cniVersion !== 'string') throw refused('/cniVersion', `invalid cniVersion type ${goTypeOf(cniVersion)}`);
  if (!('cniVersions' in raw)) return cniVersion;
  // libcni prints the type that it wanted, not the one that it found.
  if (!Array.isArray(cniVersions)) throw refused('/cniVersions', 'invalid type for cniVersions: []interface {}');
  const known = cniVersions.filter((version: unknown, i): version is string => {
    if (typeof version !== 'string') throw refused(`/cniVersions/${i}`, `invalid type for cniVersions index ${i}: ${goTypeOf(version)}`);
    return isKnown(version, `/cniVersions/${i}`, `invalid cniVersions entry ${version} at index ${i}`);
  });
  if (cniVersion !== '' && isKnown(cniVersion, '/cniVersion', `invalid cniVersion ${cniVersion}`)) known.push(cniVersion);
  return lastOf(known) ?? cniVersion;
}

/** The last as libcni sorts: of two texts of one version (`1`, `1.0.0`) neither is less to it, and which comes last is what its sorting happens to do. */
function lastOf(versions: readonly string[]): string | undefined {
  const sorted = [...versions];
  for (let i = 1; i < sorted.length; i++) {
    for (let j = i; j > 0; j--) {
      const [before, after] = [sorted[j - 1] as string, sorted[j] as string];
      if (before === after || isLater(after, before)) break;
      [sorted[j - 1], sorted[j]] = [after, before];
    }
  }
  return sorted.at(-1);
}

/** Versions beyond its own libcni passes over. */
function isKnown(version: string, pointer: string, refusal: string): boolean {
  try {
    return !isLater(version, currentVersion);
  } catch (error) {
    if (error instanceof VersionFault) throw refused(pointer, `${refusal}: ${error.message}`);
    throw error;
  }
}

function flag(raw: Readonly<Record<string, unknown>>, key: string): boolean {
  if (!(key in raw)) return false;
  const value = raw[key];
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') throw refused(`/${key}`, `invalid type ${goTypeOf(value)} for ${key}`);
  const lower = value.toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw refused(`/${key}`, `invalid value ${goQuote(lower)} for ${key}`);
  return lower === 'true';
}

/** A number beyond what a float holds ends the reading. */
function requireFiniteNumbers(value: unknown, pointer: string): void {
  if (value === Infinity || value === -Infinity) throw new Refused(pointer, 'error parsing configuration list: json: cannot unmarshal a number beyond 1.7e308 into Go value of type float64');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) requireFiniteNumbers(each, `${pointer}/${escapePointer(key)}`);
}

function refused(pointer: string, message: string): Refused {
  return new Refused(pointer, `error parsing configuration list: ${message}`);
}

/** As `%T` prints what a JSON value became. */
function goTypeOf(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  return { string: 'string', number: 'float64', boolean: 'bool' }[typeof value as 'string'] ?? 'map[string]interface {}';
}

function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

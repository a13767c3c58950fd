import { count, enumerate, type Answer } from '../../analysis/index.js';
import { InputError } from '../../errors.js';
import { pluginOrder } from '../releases/plugin-order.js';
import { newestRelease, releaseIn, versionOf } from '../releases/release.js';
import { describeServer, type DescribedServer } from './describe.js';
import { cleanPath } from './files.js';
import { loadCorefile, type LoadedCorefile } from './load.js';
import { printCorefile } from './print.js';

export interface CorefileQuestion {
  readonly text: string;
  /** The release of CoreDNS; the newest where it is absent. */
  readonly version?: string | undefined;
  /** Files beside the Corefile, by name: what it imports, zone files, hosts files. */
  readonly files?: Readonly<Record<string, string>> | undefined;
  /** Environment variables of CoreDNS. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** Why CoreDNS would not start. */
export interface CorefileFault {
  /** From 1, where there is one place. */
  readonly line?: number;
  /** The file that was imported; absent for the Corefile itself. */
  readonly file?: string;
  /** In CoreDNS's words. */
  readonly detail: string;
}

/** What CoreDNS would make of a Corefile. */
export interface CorefileReading extends Answer {
  readonly valid: boolean;
  readonly error: CorefileFault | null;
  /** The release that reads it. */
  readonly version: string;
  /** In the order of the file; as far as it could be read. */
  readonly servers: readonly DescribedServer[];
  /** The same Corefile without comments, imports put in; '' where it could not be read. */
  readonly text: string;
}

/** Where the Corefile lies. CoreDNS names it in its messages. */
const corefile = '/etc/coredns/Corefile';

/**
 * Reads a Corefile as a release of CoreDNS does when it starts.
 *
 * @throws InputError for a version that is none, and for imports or variables that grow without measure
 */
export function readCorefile({ text, version = newestRelease, files = {}, environment = {} }: CorefileQuestion): CorefileReading {
  const release = releaseIn(version);
  if (release === undefined) throw new InputError('invalid-request', `“${version}” is no release of CoreDNS: 1.9.3 would be one`, [{ pointer: '/version', detail: 'is no release: 1.9.3 would be one' }]);
  const texts = new Map(Object.entries(files).map(([name, content]) => [cleanPath(name.startsWith('/') ? name : `/etc/coredns/${name}`), content]));
  const variables = new Map(Object.entries(environment));
  return tellReading(loadCorefile(text, { version: versionOf(release), files: { corefile, texts }, environment: (name) => variables.get(name) }));
}

/** What was read, for people. */
export function tellReading({ version, source, blocks, error, assumptions }: LoadedCorefile): CorefileReading {
  const places = new Map(pluginOrder(version.text).map((name, place) => [name, place]));
  const servers = source.map((block, i) => describeServer(block, places, blocks[i]?.zones));
  const names = servers.map(({ keys }) => keys.join(' '));
  const fault = error === undefined ? null : { detail: error.message, ...(error.line !== undefined && { line: error.line }), ...(error.file !== '' && { file: error.file }) };
  return {
    valid: fault === null,
    error: fault,
    version: version.text,
    servers,
    text: printCorefile(source),
    summary: fault === null ? `CoreDNS ${version.text} starts with this Corefile: ${count(servers.length, 'server block')} for ${enumerate(names, 5)}.` : `CoreDNS ${version.text} does not start with this Corefile${fault.line === undefined ? '' : `, for line ${fault.line}`}: ${fault.detail}`,
    steps: [],
    warnings: assumptions.map((what) => `Taken for granted: ${what}.`),
  };
}

import { pluginOrder } from '../releases/plugin-order.js';
import { hasOption } from '../releases/option-history.js';
import type { BlockSettings, Controller, CoreDnsVersion, DnsPlugin } from '../plugin.js';
import { dnsPlugins } from '../plugins/catalogue.js';
import { Dispenser } from './dispenser.js';
import type { Environment } from './environment.js';
import { resolvePath, type Files } from './files.js';
import { parseServerBlocks, type ServerBlock } from './parser.js';
import { CorefileError, type Token } from './token.js';
import { formatZoneAddress, originsOfKeys, zonesOfKey, type ZoneAddress } from './zone-address.js';

/** A plugin of a block as its set-up left it. */
export interface LoadedPlugin {
  readonly plugin: DnsPlugin<unknown>;
  /** One for each handler that it adds. */
  readonly configs: readonly unknown[];
}

/** A server block that would start. */
export interface LoadedBlock {
  readonly source: ServerBlock;
  readonly zones: readonly ZoneAddress[];
  /** In the order in which they run. */
  readonly plugins: readonly LoadedPlugin[];
  readonly settings: BlockSettings;
}

export interface LoadOptions {
  readonly version: CoreDnsVersion;
  readonly files: Files;
  readonly environment: Environment;
  /** The plugins that are compiled in; all of the release where absent. */
  readonly compiled?: ReadonlySet<string>;
}

/** What CoreDNS would make of a Corefile. */
export interface LoadedCorefile {
  readonly version: CoreDnsVersion;
  /** In the order of the file; [] where it would not start. */
  readonly blocks: readonly LoadedBlock[];
  /** What was read, as far as the grammar allowed: [] where it did not. */
  readonly source: readonly ServerBlock[];
  /** Why CoreDNS would not start. */
  readonly error?: CorefileError;
  /** What was taken for granted, as nothing tells it. */
  readonly assumptions: readonly string[];
}

/** What CoreDNS serves where no block is left. Source: coredns 1.14.7, core/dnsserver/register.go DefaultInput. */
const defaultCorefile = '.:53 {\nwhoami\nlog\n}\n';

/**
 * Starts CoreDNS on a Corefile, as far as that goes without a network: reads it, sets up each plugin in the release's order, and looks for zones that clash.
 *
 * @throws InputError where imports or variables grow without measure
 * Source: coredns/caddy v1.1.4 caddy.go ValidateAndExecuteDirectives; coredns 1.14.7 core/dnsserver/register.go
 */
export function loadCorefile(text: string, options: LoadOptions): LoadedCorefile {
  const assumptions = new Set<string>();
  const answer = (found: Pick<LoadedCorefile, 'blocks' | 'source' | 'error'>): LoadedCorefile => ({ version: options.version, ...found, assumptions: [...assumptions] });
  const order = pluginOrder(options.version.text);
  const plugins = new Set(order);
  const read = (input: string): ServerBlock[] =>
    parseServerBlocks(input, { files: options.files, environment: options.environment, plugins, onEmptyImport: (pattern) => assumptions.add(`no file matches the import ${pattern}`) });

  let source: readonly ServerBlock[] = [];
  try {
    source = read(text);
    if (source.length === 0) source = read(defaultCorefile);
    const blocks = source.map(startBlock);
    const assume = (what: string): unknown => assumptions.add(what);
    const written = new Set(blocks.flatMap(({ tokens }) => [...tokens.keys()]));
    for (const name of order.filter((plugin) => written.has(plugin))) {
      blocks.forEach((block, index) => setUp(name, block, index, options, assume));
    }
    for (const block of blocks) afterStart(block);
    checkOverlaps(blocks);
    return answer({ blocks, source });
  } catch (error) {
    if (error instanceof CorefileError) return answer({ blocks: [], source, error });
    throw error;
  }
}

const pluginsByName: ReadonlyMap<string, DnsPlugin<unknown>> = new Map((dnsPlugins as readonly DnsPlugin<unknown>[]).map((plugin) => [plugin.name, plugin]));

interface StartingBlock extends LoadedBlock {
  readonly plugins: LoadedPlugin[];
  /** The zones, as the controllers of its plugins have them. */
  readonly keys: readonly string[];
  readonly origins: readonly string[];
  /** By plugin: the words of all its lines. */
  readonly tokens: ReadonlyMap<string, readonly Token[]>;
}

function startBlock(source: ServerBlock): StartingBlock {
  const zones = source.keys.flatMap(({ text, line }) => zonesOfKey(text, line));
  const keys = zones.map(formatZoneAddress);
  return {
    source,
    zones,
    plugins: [],
    keys,
    origins: originsOfKeys(keys),
    tokens: tokensByPlugin(source),
    settings: { root: '', listenHosts: [''], hasTls: false },
  };
}

function tokensByPlugin({ directives }: ServerBlock): ReadonlyMap<string, readonly Token[]> {
  const found = new Map<string, readonly Token[]>();
  for (const { name, tokens } of directives) {
    const before = found.get(name);
    found.set(name, before === undefined ? tokens : before.concat(tokens));
  }
  return found;
}

function setUp(name: string, block: StartingBlock, index: number, options: LoadOptions, assume: (what: string) => void): void {
  const tokens = block.tokens.get(name);
  if (tokens === undefined) return;
  const plugin = pluginsByName.get(name);
  if (plugin === undefined || options.compiled?.has(name) === false) throw new CorefileError(`no action found for directive '${name}' with server type 'dns' (missing a plugin?)`, tokens[0]?.line);
  try {
    block.plugins.push({ plugin, configs: plugin.setup(new SetUp(name, tokens, block, index, options, assume)) });
  } catch (error) {
    if (error instanceof CorefileError && plugin.barePrefix !== true) throw new CorefileError(`plugin/${name}: ${error.message}`, error.line, error.file);
    throw error;
  }
}

class SetUp extends Dispenser implements Controller {
  constructor(
    private readonly name: string,
    tokens: readonly Token[],
    private readonly owner: StartingBlock,
    readonly serverBlockIndex: number,
    private readonly options: LoadOptions,
    readonly assume: (what: string) => void,
  ) {
    super(options.files.corefile, tokens);
  }

  get serverBlockKeys(): readonly string[] {
    return this.owner.keys;
  }

  get origins(): readonly string[] {
    return this.owner.origins;
  }

  get version(): CoreDnsVersion {
    return this.options.version;
  }

  get block(): BlockSettings {
    return this.owner.settings;
  }

  option(): string {
    return hasOption(this.version, this.name, this.val()) ? this.val() : '';
  }

  readFile(path: string): string | undefined {
    const { root } = this.block;
    return this.options.files.texts.get(resolvePath(this.options.files.corefile, path.startsWith('/') || root === '' ? path : `${root}/${path}`));
  }

  configured(plugin: string): readonly unknown[] {
    return this.owner.plugins.find((loaded) => loaded.plugin.name === plugin)?.configs ?? [];
  }

  environment(name: string): string | undefined {
    return this.options.environment(name);
  }
}

/** What is looked at only once all plugins are set up. Source: coredns 1.14.7, plugin/{k8s_external,autopath}/setup.go OnStartup. */
function afterStart(block: LoadedBlock): void {
  const configs = (name: string): readonly unknown[] => block.plugins.find(({ plugin }) => plugin.name === name)?.configs ?? [];
  for (const { plugin, configs: own } of block.plugins) {
    const fault = plugin.startFault?.(own, (name) => configs(name).length > 0);
    if (fault !== undefined) throw new CorefileError(`plugin/${plugin.name}: ${fault}`, lineOf(block, plugin.name));
  }
}

function lineOf(block: LoadedBlock, plugin: string): number | undefined {
  return block.source.directives.find(({ name }) => name === plugin)?.tokens[0]?.line;
}

/**
 * No two blocks may serve the same zone at the same address, unless one is a view.
 *
 * Source: coredns 1.14.7, core/dnsserver/register.go validateZonesAndListeningAddresses, address.go zoneOverlap
 */
function checkOverlaps(blocks: readonly LoadedBlock[]): void {
  const registered = new Set<string>();
  const unbound = new Map<string, string>();
  for (const { zones, settings, source } of blocks) {
    for (const zone of zones) {
      for (const host of settings.listenHosts) {
        const plain = formatZoneAddress(zone);
        const bound = host === '' ? plain : `${plain} on ${host}`;
        const line = source.keys[0]?.line;
        const viewed = settings.view !== undefined;
        if (registered.has(bound)) {
          if (viewed) continue;
          throw new CorefileError(`cannot serve ${bound} - it is already defined`, line);
        }
        const other = host === '' ? unbound.get(plain) : registered.has(plain) ? plain : undefined;
        if (other !== undefined) throw new CorefileError(`cannot serve ${bound} - zone overlap listener capacity with ${other}`, line);
        if (viewed) continue;
        registered.add(bound);
        unbound.set(plain, bound);
      }
    }
  }
}

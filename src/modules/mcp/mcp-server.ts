import { fromJsonSchema, McpServer, ProtocolError, ProtocolErrorCode, ResourceNotFoundError, ResourceTemplate, type CallToolResult, type McpRequestContext, type ServerContext } from '@modelcontextprotocol/server';
import { invariant } from '../../core/errors.js';
import { instructions, listingOf, tools, type Tool } from '../../core/mcp/index.js';
import type { Inward, InwardAnswer, Principal, Problem } from '../../platform/http/index.js';
import { version } from '../../platform/version.js';
import type { Progress } from './capture-watch.js';
import { snapshotPath, snapshotUri, snapshotUriTemplate } from './snapshot-uri.js';
import type { ToolDesk } from './tool-desk.js';

/** In milliseconds: the lists are those of a version of the service. */
const listsLast = 3_600_000;
const mostListed = 100;

/** What is wrong with arguments, the tools tell themselves, better than a schema can. */
const anything = { getValidator: () => (data: unknown) => ({ valid: true as const, data: data as never, errorMessage: undefined }) };
const listed = tools.map((tool) => ({ tool, ...listingOf(tool) })).map(({ inputSchema, ...listing }) => ({ ...listing, inputSchema: fromJsonSchema(inputSchema, anything) }));

/** Makes the server that answers one request. It holds nothing from one to the next. */
export class McpServers {
  constructor(
    private readonly desk: ToolDesk,
    private readonly inward: Inward,
  ) {}

  serverFor({ authInfo }: McpRequestContext): McpServer {
    const caller = authInfo?.extra?.['principal'] as Principal | undefined;
    invariant(caller !== undefined, 'the controller says who calls');
    const lists = { ttlMs: listsLast, cacheScope: 'public' as const };
    const server = new McpServer(
      { name: 'foretrace', title: 'Foretrace', version },
      { instructions, capabilities: { tools: { listChanged: false }, resources: { listChanged: false } }, cacheHints: { 'tools/list': lists, 'resources/templates/list': lists, 'server/discover': lists } },
    );
    for (const { tool, name, ...listing } of listed) server.registerTool(name, listing, (given, context) => this.#call(tool, given, caller, context));
    const template = new ResourceTemplate(snapshotUriTemplate, { list: async () => ({ resources: await this.#snapshots(caller) }) });
    const about = { title: 'A snapshot', description: 'When it was taken, what it holds and what it does not know. {snapshot}: a number, latest or latest~N.', mimeType: 'application/json' };
    server.registerResource('snapshot', template, about, async (uri, { cluster, snapshot }) => ({ contents: [{ uri: uri.href, mimeType: 'application/json', text: await this.#snapshot(caller, uri, snapshotPath(String(cluster), String(snapshot))) }] }));
    return server;
  }

  async #call(tool: Tool, given: unknown, caller: Principal, { mcpReq }: ServerContext): Promise<CallToolResult> {
    const { isError, text, structured } = await this.desk.call(tool, given, { caller, signal: mcpReq.signal, progress: progressOf(mcpReq) });
    return { content: [{ type: 'text', text }], structuredContent: { ...structured }, ...(isError && { isError }) };
  }

  /** The newest of each cluster. */
  async #snapshots(caller: Principal) {
    const { items } = succeeded<{ items: readonly { name: string; latest: { number: number; takenAt: string } | null }[] }>(await this.inward.read(caller, `/v1/clusters?limit=${mostListed}`));
    return items.flatMap(({ name, latest }) => (latest === null ? [] : [{ uri: snapshotUri(name, latest.number), name: `${name}/${latest.number}`, title: `Snapshot ${latest.number} of ${name}, taken at ${latest.takenAt}` }]));
  }

  async #snapshot(caller: Principal, { href }: URL, path: string | undefined): Promise<string> {
    if (path === undefined) throw new ResourceNotFoundError(href, `there is no snapshot ${href}`);
    const { status, body } = await this.inward.read(caller, path);
    if (status >= 400 && status < 500) throw new ResourceNotFoundError(href, (body as Problem).detail);
    return JSON.stringify(succeeded({ status, body }));
  }
}

/** What was read. @throws ProtocolError that tells why the service could not */
function succeeded<T>({ status, body }: Pick<InwardAnswer, 'status' | 'body'>): T {
  if (status < 300) return body as T;
  throw new ProtocolError(ProtocolErrorCode.InternalError, (body as Problem).detail);
}

/** Undefined for a caller who did not ask to be told. Each message counts one on, as a total of all phases is not known. */
function progressOf({ _meta, notify }: ServerContext['mcpReq']): Progress | null {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return null;
  let progress = 0;
  return (message) => notify({ method: 'notifications/progress', params: { progressToken, progress: ++progress, message } });
}

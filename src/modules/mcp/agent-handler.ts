import { createMcpHandler, isJsonContentType, type McpHttpHandler } from '@modelcontextprotocol/server';
import { Logger } from '@nestjs/common';
import { parseJson, type Inward, type Principal } from '../../platform/http/index.js';
import type { Exchange } from './exchange.js';
import { requireKnownSite, type Site } from './known-site.js';
import { McpServers } from './mcp-server.js';
import { rpcErrorOf } from './rpc-error.js';
import type { ToolDesk } from './tool-desk.js';

/** Streams of one kind that may be open at once: nothing is ever told by them, as nothing that is listed changes. */
const mostSubscriptions = 64;

/** Answers messages of agents. Loaded with the first of them: the protocol's library takes long to load, and most services have no agents. */
export class AgentHandler {
  readonly #log = new Logger(AgentHandler.name);
  readonly #handler: McpHttpHandler;

  constructor(desk: ToolDesk, inward: Inward) {
    const servers = new McpServers(desk, inward);
    this.#handler = createMcpHandler((context) => servers.serverFor(context), { maxSubscriptions: mostSubscriptions, onerror: ({ message }) => this.#log.debug(message) });
  }

  /** @throws InputError `forbidden` for a page of elsewhere */
  async answer({ request, headers }: Exchange, body: Buffer, caller: Principal, site: Site): Promise<Response> {
    requireKnownSite(headers, site);
    const authInfo = { token: '', clientId: caller.name, scopes: [caller.role], extra: { principal: caller } };
    try {
      // What is not JSON, the library refuses by itself.
      const parsedBody = isJsonContentType(headers['content-type'] ?? null) ? parseJson(body) : undefined;
      return await this.#handler.fetch(request, { authInfo, ...(parsedBody !== undefined && { parsedBody }) });
    } catch (error) {
      return rpcErrorOf(error);
    }
  }

  close(): Promise<void> {
    return this.#handler.close();
  }
}

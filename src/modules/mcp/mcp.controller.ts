import { Controller, HttpCode, Inject, Post, type OnModuleDestroy } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { InputError, invariant } from '../../core/errors.js';
import type { Config } from '../../platform/config.js';
import { CONFIG, Caller, Inward, Problems, RawBody, RawResponse, RequiresRole, Shutdown, TakesRawBody, type Principal } from '../../platform/http/index.js';
import type { AgentHandler } from './agent-handler.js';
import { McpExchange, type Exchange } from './exchange.js';
import { ToolDesk } from './tool-desk.js';

const message = { type: 'object', additionalProperties: true, description: 'A message of JSON-RPC 2.0.' } as const;
const rpcError = { 'application/json': { schema: message } } as const;

@ApiTags('mcp')
@Controller('mcp')
export class McpController implements OnModuleDestroy {
  #handler: Promise<AgentHandler> | undefined;

  constructor(
    private readonly desk: ToolDesk,
    private readonly inward: Inward,
    private readonly shutdown: Shutdown,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await (await this.#handler)?.close();
  }

  @Post()
  @HttpCode(200)
  @RequiresRole('viewer')
  @TakesRawBody()
  @RawResponse()
  @Problems('unavailable')
  @ApiConsumes('application/json')
  @ApiHeader({ name: 'MCP-Protocol-Version', required: false, description: 'The revision of the protocol, as the body says it. Since 2026-07-28 it is needed.', schema: { type: 'string' } })
  @ApiHeader({ name: 'Mcp-Method', required: false, description: 'The method of the message, as the body says it. Since 2026-07-28 it is needed.', schema: { type: 'string' } })
  @ApiHeader({ name: 'Mcp-Name', required: false, description: 'What is called or read, as the body says it. Since 2026-07-28 it is needed where there is such.', schema: { type: 'string' } })
  @ApiBody({ schema: { oneOf: [message, { type: 'array', items: message }], example: { jsonrpc: '2.0', id: 1, method: 'tools/list' } } })
  @ApiOperation({
    operationId: 'serveAgent',
    summary: 'Serve an agent by MCP',
    description: 'The Model Context Protocol by streamable HTTP, without sessions: revision 2026-07-28, and those from 2024-10-07 on. A client brings it with it; `docs/mcp.md` tells how to set it up, and what the tools are. The caller’s role decides what a tool may do.',
  })
  @ApiResponse({ status: 200, description: 'The answer.', content: { 'application/json': { schema: message }, 'text/event-stream': { schema: { type: 'string' } } } })
  @ApiResponse({ status: 202, description: 'A notification was taken.' })
  @ApiResponse({ status: 400, description: 'It is no message of a revision that is served, or its headers say something else.', content: rpcError })
  @ApiResponse({ status: 404, description: 'There is no such method, or no such thing.', content: rpcError })
  @ApiResponse({ status: 406, description: 'The client does not take both JSON and event streams.', content: rpcError })
  @ApiResponse({ status: 413, description: 'It is larger than allowed.', content: rpcError })
  @ApiResponse({ status: 415, description: 'It is not JSON.', content: rpcError })
  async serve(@RawBody() body: Buffer, @McpExchange() exchange: Exchange, @Caller() caller: Principal | undefined): Promise<Response> {
    invariant(caller !== undefined, 'a route with a role has a caller');
    if (this.shutdown.signal.aborted) throw new InputError('unavailable', 'the service is about to end');
    this.#handler ??= this.#load();
    return (await this.#handler).answer(exchange, body, caller, { publicUrl: this.config.chat.publicUrl, needsToken: this.config.tokens !== undefined });
  }

  async #load(): Promise<AgentHandler> {
    const { AgentHandler } = await import('./agent-handler.js');
    return new AgentHandler(this.desk, this.inward);
  }
}

import type { AddressInfo } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { TestApp } from './app.js';

/** A tool's result, as far as tests read it. */
export interface CallResult {
  readonly isError?: boolean;
  readonly content: readonly { readonly type: string; readonly text: string }[];
  readonly structuredContent: {
    readonly summary: string;
    readonly snapshot: { readonly cluster: string; readonly number: number; readonly takenAt: string } | null;
    readonly link: string;
    readonly answer: Readonly<Record<string, unknown>>;
    readonly cut?: Readonly<Record<string, number>>;
    readonly omitted?: readonly string[];
    readonly absent?: readonly string[];
    readonly code?: string;
    readonly detail?: string;
    readonly faults?: readonly { readonly argument: string; readonly detail: string }[];
    readonly example?: object;
  };
}

export interface ListedTool {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly inputSchema: { readonly properties?: Readonly<Record<string, object>> | undefined };
  readonly annotations?: { readonly readOnlyHint?: boolean | undefined } | undefined;
}

/** What both clients can do. */
export interface Agent {
  /** The revision that was agreed on. */
  readonly revision: string;
  readonly instructions: string | undefined;
  tools(): Promise<ListedTool[]>;
  call(name: string, given: object, onProgress?: (message: string | undefined) => void): Promise<CallResult>;
  resources(): Promise<{ uri: string; name: string }[]>;
  templates(): Promise<{ uriTemplate: string }[]>;
  read(uri: string): Promise<string>;
  close(): Promise<void>;
}

/** The URL of the app, which listens from now on. */
export async function listening(app: TestApp): Promise<URL> {
  await app.nest.listen(0, '127.0.0.1');
  const { port } = app.nest.getHttpServer().address() as AddressInfo;
  return new URL(`http://127.0.0.1:${port}/mcp`);
}

const self = { name: 'test', version: '1' };

function requestInit(token: string | undefined): RequestInit {
  return token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } };
}

/** The official client of the current revision. */
export async function connectCurrent(url: URL, token?: string): Promise<Agent> {
  const client = new Client(self, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: requestInit(token) }));
  return {
    revision: client.getNegotiatedProtocolVersion() ?? '',
    instructions: client.getInstructions(),
    tools: async () => (await client.listTools()).tools as ListedTool[],
    call: async (name, given, onProgress) =>
      (await client.callTool({ name, arguments: { ...given } }, onProgress === undefined ? {} : { onprogress: ({ message }) => onProgress(message) })) as unknown as CallResult,
    resources: async () => (await client.listResources()).resources,
    templates: async () => (await client.listResourceTemplates()).resourceTemplates,
    read: async (uri) => textOf((await client.readResource({ uri })).contents),
    close: () => client.close(),
  };
}

/** The official client of the revisions before. */
export async function connectOlder(url: URL, token?: string): Promise<Agent> {
  const client = new OlderClient(self);
  const transport = new OlderTransport(url, { requestInit: requestInit(token) });
  await client.connect(transport);
  return {
    revision: transport.protocolVersion ?? '',
    instructions: client.getInstructions(),
    tools: async () => (await client.listTools()).tools,
    call: async (name, given, onProgress) =>
      (await client.callTool({ name, arguments: { ...given } }, undefined, onProgress === undefined ? {} : { onprogress: ({ message }) => onProgress(message) })) as unknown as CallResult,
    resources: async () => (await client.listResources()).resources,
    templates: async () => (await client.listResourceTemplates()).resourceTemplates,
    read: async (uri) => textOf((await client.readResource({ uri })).contents),
    close: () => client.close(),
  };
}

function textOf([first]: readonly ({ readonly text: string } | { readonly blob: string })[]): string {
  return first !== undefined && 'text' in first ? first.text : '';
}

import { createServer as createHttp1, type Server } from 'node:http';
import { createServer as createHttp2, type Http2Server } from 'node:http2';
import type { Socket } from 'node:net';

/** What a backend puts into the headers of its answers. */
export const backendHeader = 'x-backend';
export const pathHeader = 'x-path';

/** One server an address, which answers with its own name and the path that it got: those at 127.91.1. over HTTP/2 without TLS, others over HTTP/1.1. */
export class Backends {
  private constructor(
    private readonly servers: readonly (Server | Http2Server)[],
    private readonly sockets: ReadonlySet<Socket>,
  ) {}

  /** @param names by address */
  static async start(names: ReadonlyMap<string, string>, port: number): Promise<Backends> {
    const sockets = new Set<Socket>();
    const servers = [...names].map(([address, name]) => ({ address, server: address.startsWith('127.91.1.') ? http2(name) : http1(name) }));
    for (const { server, address } of servers) {
      server.on('connection', (socket: Socket) => {
        sockets.add(socket);
        socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
      });
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, address, resolve));
    }
    return new Backends(servers.map(({ server }) => server), sockets);
  }

  /** Connections that Envoy keeps open do not hold it up. */
  async stop(): Promise<void> {
    const closed = this.servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(closed);
  }
}

function http1(name: string): Server {
  return createHttp1((request, response) => {
    response.writeHead(200, { [backendHeader]: name, [pathHeader]: request.url ?? '' }).end();
  });
}

function http2(name: string): Http2Server {
  return createHttp2((request, response) => {
    response.writeHead(200, { 'content-type': 'application/grpc', 'grpc-status': '0', [backendHeader]: name, [pathHeader]: request.url });
    response.end();
  });
}

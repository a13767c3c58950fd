import { createServer as createHttp1, type Server } from 'node:http';
import { createServer as createHttp2, type Http2Server } from 'node:http2';
import { createServer, type Server as NetServer, type Socket } from 'node:net';

/** What a backend puts into the headers of its answers. */
export const backendHeader = 'x-backend';
export const pathHeader = 'x-path';

/** One server an address, which answers over HTTP/1.1 and HTTP/2 without TLS with its own name and the path that it got. */
export class Backends {
  private constructor(private readonly servers: readonly NetServer[]) {}

  /** @param names by address */
  static async start(names: ReadonlyMap<string, string>, port: number): Promise<Backends> {
    return new Backends(await Promise.all([...names].map(([address, name]) => listen(address, port, name))));
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

async function listen(address: string, port: number, name: string): Promise<NetServer> {
  const [old, young] = [http1(name), http2(name)];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first.toString('latin1').startsWith('PRI ') ? young : old).emit('connection', socket);
      socket.resume();
    });
  });
  server.close = closeAll(server, sockets);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, address, resolve));
  return server;
}

/** Connections that Envoy keeps open do not hold the end up. */
function closeAll(server: NetServer, sockets: ReadonlySet<Socket>): NetServer['close'] {
  const close = server.close.bind(server);
  return (done) => {
    for (const socket of sockets) socket.destroy();
    return close(done);
  };
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

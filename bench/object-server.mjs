import { once } from 'node:events';
import { createServer } from 'node:http';

/** Lists of objects by the path at which an API server has them. @typedef {ReadonlyMap<string, object>} Lists */

/** An API server whose objects never change: who lists gets them, who watches waits. */
export class ObjectServer {
  /** @param {import('node:http').Server} server */
  constructor(server) {
    this.server = server;
  }

  /** @param {Lists} lists */
  static async start(lists) {
    const bodies = new Map([...lists].map(([path, list]) => [path, JSON.stringify(list)]));
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const body = pathname === '/version' ? JSON.stringify({ major: '1', minor: '33', gitVersion: 'v1.33.0' }) : bodies.get(pathname);
      if (body === undefined) return void tell(response, 404, 'NotFound', `${pathname} is not here`);
      // A client that wants the objects by the watch itself lists where that is refused.
      if (searchParams.has('sendInitialEvents')) return void tell(response, 422, 'Invalid', 'sendInitialEvents is forbidden');
      response.writeHead(200, { 'content-type': 'application/json' });
      if (searchParams.get('watch') === 'true' || searchParams.get('watch') === '1') response.flushHeaders();
      else response.end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ObjectServer(server);
  }

  get kubeconfig() {
    const address = this.server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    return JSON.stringify({
      apiVersion: 'v1', kind: 'Config', 'current-context': 'bench',
      clusters: [{ name: 'bench', cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: 'bench', user: {} }],
      contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench' } }],
    });
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** @param {import('node:http').ServerResponse} response @param {number} code @param {string} reason @param {string} message */
function tell(response, code, reason, message) {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message }));
}

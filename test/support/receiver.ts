import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** What came to a receiver. */
export interface ReceivedEvent {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How a receiver answers: a status, or all of it; `hang` answers never. */
export type Reply = number | 'hang' | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** Lets events be delivered to receivers of the tests. */
export const receiverEnvironment = { WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1/32,::1/128' } as const;

/** Takes what webhooks send, and remembers it. */
export class Receiver {
  readonly received: ReceivedEvent[] = [];
  /** What the next requests are answered. */
  reply: (request: ReceivedEvent) => Reply | Promise<Reply> = () => 204;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const event = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
        receiver.received.push(event);
        void Promise.resolve(receiver.reply(event)).then((reply) => {
          if (reply === 'hang') return;
          const { status, headers = {}, body = '' } = typeof reply === 'number' ? { status: reply } : reply;
          response.writeHead(status, headers).end(body);
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path = '/hook', host = '127.0.0.1'): string {
    return `http://${host}:${this.port}${path}`;
  }

  /** What came to a path. */
  at(path: string): ReceivedEvent[] {
    return this.received.filter((each) => each.path === path);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The event, verified as a receiver would. @throws where no signature is of this secret */
export function verified<T>({ headers, body }: ReceivedEvent, secret: string): T {
  return new Webhook(secret).verify(body, headers as Record<string, string>) as T;
}

import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exchange } from '../support/contract.js';
import { TestApp } from '../support/app.js';
import { requestsOf, type FuzzRequest } from './requests.js';

const runs = Number(process.env['FUZZ_RUNS'] ?? 400);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

const places = {
  cluster: ['demo', 'scratch'],
  snapshot: ['1', '2', 'latest', 'latest~1', '2026-03-02T10:00:00Z'],
  node: ['worker-1', 'control-plane-1'],
};

describe('the service under requests of every kind', () => {
  let app: TestApp;
  let port: number;

  beforeAll(async () => {
    app = await TestApp.start();
    await app.nest.listen(0, '127.0.0.1');
    port = (app.nest.getHttpServer().address() as AddressInfo).port;
  });

  afterAll(() => app.close());

  it(
    `keeps its contract (${runs} requests, seed ${seed})`,
    async () => {
      const requests = requestsOf(app.document, { places, expendable: { ...places, cluster: ['scratch'] } });
      const faults = new Map<string, string>();
      for (const sent of fc.sample(requests, { numRuns: runs, seed })) {
        const exchange = await send(port, sent).catch((error: unknown) => String(error));
        if (typeof exchange === 'string') {
          faults.set(`${sent.method} ${sent.template}: ${exchange}`, JSON.stringify(sent).slice(0, 1000));
          continue;
        }
        const found = app.contract.faults(exchange);
        if (exchange.status >= 500) found.push(`${sent.method} ${sent.template}: status ${exchange.status}`);
        for (const fault of found) if (!faults.has(fault)) faults.set(fault, `${JSON.stringify(sent).slice(0, 1000)}\n=> ${exchange.status} ${exchange.body.slice(0, 500)}`);
      }
      expect([...faults].map(([fault, example]) => `${fault}\n${example}`).join('\n\n')).toBe('');
    },
    60_000 + runs * 100,
  );
});

/** A real request over a socket. A stream of events is read until its first event, for it may never end. */
function send(port: number, { method, path, headers, body }: FuzzRequest): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    // Without a length Node would send the body of a GET as the beginning of a next request.
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, ...length }, timeout: 30_000 }, (response) => {
      const contentType = response.headers['content-type'];
      const chunks: Buffer[] = [];
      const finish = () => resolve({ method, url: path, status: response.statusCode ?? 0, contentType, body: Buffer.concat(chunks).toString() });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        if (contentType?.startsWith('text/event-stream') === true) {
          finish();
          response.destroy();
        }
      });
      response.on('end', finish);
      response.on('error', reject);
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within 30 s: ${method} ${path}`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

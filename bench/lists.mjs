import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start } from './processes.mjs';

/** A stub of an API server, with the kubeconfig that leads to it. */
export class ListServer {
  /** @param {import('./processes.mjs').Started} started @param {string} folder */
  constructor(started, folder) {
    this.started = started;
    this.url = `http://127.0.0.1:${started.line}`;
    this.kubeconfig = join(folder, `kubeconfig-${started.line}`);
    writeFileSync(this.kubeconfig, JSON.stringify(kubeconfigOf(this.url)));
  }

  /** `indexes` are those of the clusters that it can be; at first it is the first. @type {(folder: string, indexes: readonly string[]) => Promise<ListServer>} */
  static async start(folder, indexes) {
    return new ListServer(await start('list-server.mjs', { args: indexes }), folder);
  }

  /** @param {number} cluster */
  async become(cluster) {
    await fetch(`${this.url}/bench/${cluster}`, { method: 'PUT' });
  }

  stop() {
    return this.started.stop();
  }
}

/** @type {(server: string) => object} */
const kubeconfigOf = (server) => ({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'stub', cluster: { server, 'insecure-skip-tls-verify': true } }],
  users: [{ name: 'stub', user: {} }],
  contexts: [{ name: 'stub', context: { cluster: 'stub', user: 'stub' } }],
  'current-context': 'stub',
});

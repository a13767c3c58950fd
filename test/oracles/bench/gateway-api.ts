import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { moduleFolder } from './build.js';

/** Those of its kinds that a capture reads. */
const plurals = ['gatewayclasses', 'gateways', 'httproutes', 'grpcroutes', 'tlsroutes', 'referencegrants'];

/** The definitions of Gateway API's kinds as they are published: their schemas make the API server fill in defaults. */
export async function gatewayDefinitions(): Promise<readonly object[]> {
  const folder = join(await moduleFolder('gateway-api', 'sigs.k8s.io/gateway-api'), 'config', 'crd', 'standard');
  return Promise.all(plurals.map(async (plural) => load(await readFile(join(folder, `gateway.networking.k8s.io_${plural}.yaml`), 'utf8')) as object));
}

import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** JSON of an unknown shape. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

interface Conditions {
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string }[];
}

interface TranslatedObject {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status?: Conditions & {
    readonly parents?: readonly Conditions[];
    readonly listeners?: readonly (Conditions & { readonly name: string; readonly attachedRoutes?: number })[];
  };
}

/** What Envoy Gateway makes of objects. */
export interface Translation {
  /** By `namespace/name` of the Gateway: dumps of Envoy's configuration. */
  readonly xds: Readonly<Record<string, { readonly configs: readonly JsonObject[] }>>;
  readonly gateways: readonly TranslatedObject[];
  readonly httpRoutes: readonly TranslatedObject[];
  readonly grpcRoutes: readonly TranslatedObject[];
}

/** Has the translator of Envoy Gateway translate objects of one GatewayClass. */
export async function translate(egctl: string, folder: string, objects: readonly object[]): Promise<Translation> {
  const file = join(folder, 'objects.yaml');
  await writeFile(file, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  const args = ['x', 'translate', '--from', 'gateway-api', '--to', 'gateway-api,xds', '--type', 'all', '--output', 'json', '--file', file];
  const { stdout } = await run(egctl, args, { maxBuffer: 1 << 26 });
  const { xds = {}, gateways = [], httpRoutes = [], grpcRoutes = [] } = JSON.parse(stdout) as Partial<Translation>;
  return { xds, gateways, httpRoutes, grpcRoutes };
}

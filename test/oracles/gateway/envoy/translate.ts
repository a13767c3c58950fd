import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

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

/** The resources that Envoy would get over xDS. */
export interface XdsResources {
  readonly listeners: readonly JsonObject[];
  readonly routes: readonly JsonObject[];
  readonly clusters: readonly JsonObject[];
  readonly endpoints: readonly JsonObject[];
}

/** What Envoy Gateway makes of objects. */
export interface Translation {
  /** By `namespace/name` of the Gateway. */
  readonly xds: Readonly<Record<string, XdsResources>>;
  readonly gateways: readonly TranslatedObject[] | null;
  readonly httpRoutes: readonly TranslatedObject[] | null;
  readonly grpcRoutes: readonly TranslatedObject[] | null;
}

/** Has Envoy Gateway translate sets of objects, each of one GatewayClass. The program is `bench/go/envoy-gateway/translate`. */
export async function translate(program: string, sets: readonly (readonly object[])[]): Promise<readonly Translation[]> {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin.end(JSON.stringify(sets));
  const [written, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await ended;
  if (code !== 0) throw new Error(`the translator of Envoy Gateway ended with ${code}: ${said.slice(0, 2000)}`);
  return JSON.parse(written) as Translation[];
}

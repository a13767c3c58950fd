import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { builtIn, moduleFolder, programOf } from '../bench/build.js';
import { ingressNginx } from '../bench/components/ingress-nginx.js';
import type { Release } from './world/world.js';

const configuration = join('rootfs', 'etc', 'nginx');

/** The release that answers are held to, and that is recorded. It is not published as a Go module: it is built of its source where that lies. */
export const recordedVersion = '1.15.1';

/** Of the folder that INGRESS_NGINX_SOURCE names: the source of 1.15.1. Undefined where none is named. @throws for the source of another */
export async function recordedRelease(): Promise<Release | undefined> {
  const folder = process.env['INGRESS_NGINX_SOURCE'];
  if (folder === undefined) return undefined;
  await access(join(folder, 'changelog', `controller-${recordedVersion}.md`));
  return { program: await builtIn(folder, { ...ingressNginx, version: `v${recordedVersion}`, package: './cmd/nginx' }), files: join(folder, configuration) };
}

/** The newest that is published as a Go module: older, so that it does some things in another way. */
export async function publishedRelease(): Promise<Release> {
  return { program: await programOf(ingressNginx), files: join(await moduleFolder(ingressNginx.module, 'k8s.io/ingress-nginx'), configuration) };
}

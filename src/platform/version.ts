import { createRequire } from 'node:module';

const manifest = createRequire(import.meta.url)('#manifest') as { readonly version: string };

/** The version of the service, as its package says. */
export const version = manifest.version;

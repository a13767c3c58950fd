import { glibc } from './glibc.js';
import type { Libc, Lookup, LookupType, ResolverSettings } from './libc.js';
import { musl } from './musl.js';

/** A C library with the file that it has read. */
export interface Resolver {
  readonly settings: ResolverSettings;
  readonly lookUp: (name: string, type: LookupType) => Lookup;
}

/** A C library whose settings are its own affair. */
export interface AnyLibc {
  readonly id: LibcId;
  readonly title: string;
  /** Reads a resolv.conf. */
  readonly open: (text: string) => Resolver;
}

/** Every C library that is understood. */
export const libcs = [anyOf(glibc, 'glibc'), anyOf(musl, 'musl')] as const;

export type LibcId = 'glibc' | 'musl';

function anyOf<S extends ResolverSettings>(libc: Libc<S>, id: LibcId): AnyLibc {
  return {
    id,
    title: libc.title,
    open(text) {
      const settings = libc.read(text);
      return { settings, lookUp: (name, type) => libc.lookUp(name, type, settings) };
    },
  };
}

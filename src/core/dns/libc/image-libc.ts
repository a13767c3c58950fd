import type { LibcId } from './catalogue.js';

/** Which C library an image seems to have. */
export interface LibcGuess {
  readonly libc: LibcId;
  /** A clause that says by what: `its tag 1.27-alpine names Alpine`. */
  readonly because: string;
}

const alpine = /(?:^|[-_.])(?:alpine|musl)(?:$|[-_.\d])/i;
/** Repositories whose images are built on Alpine or on musl, whatever their tag says. */
const muslRepositories = /^(?:alpine|busybox-musl)$/;

/**
 * What the name of an image says of its C library. Nothing in a snapshot tells it for certain: this is a guess, and glibc where nothing speaks for musl.
 * A program need not use the library either: Go programs mostly bring a resolver of their own.
 */
export function guessLibc(image: string | undefined): LibcGuess {
  if (image === undefined) return { libc: 'glibc', because: 'the snapshot names no image' };
  const [path = ''] = image.split('@', 1);
  const colon = path.indexOf(':', path.lastIndexOf('/'));
  const tag = colon === -1 ? '' : path.slice(colon + 1);
  const repository = (colon === -1 ? path : path.slice(0, colon)).split('/').at(-1) ?? '';
  if (alpine.test(tag)) return { libc: 'musl', because: `its tag ${tag} names Alpine` };
  if (muslRepositories.test(repository) || alpine.test(repository)) return { libc: 'musl', because: `the name ${repository} speaks of Alpine` };
  return { libc: 'glibc', because: `nothing in the name ${image} speaks of Alpine` };
}

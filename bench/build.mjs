/** A module of the build. Types come from the source, so that they can be checked before anything is built. @type {(path: string) => Promise<unknown>} */
export const fromBuild = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);

export const serviceScript = '../dist/src/main.js';

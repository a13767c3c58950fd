import { readFileSync } from 'node:fs';

/** A module of the build. Types come from the source, so that they can be checked before anything is built. @type {(path: string) => Promise<unknown>} */
export const fromBuild = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);

/** What the service begins a new embedded database with. */
export const emptyDatabase = () => new Blob([readFileSync(new URL('../dist/service/empty-database.tar', import.meta.url))]);

export const serviceScript = '../dist/service/main.js';

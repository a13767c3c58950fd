import type { Component } from '../component.js';

/** CoreDNS's own reading and set-up of a Corefile, and the project's migration of one, behind a program that takes cases and tells what happened (`go/coredns/corefile`). */
export const corefileReader: Component = { name: 'corefile-reader', version: 'v1.14.7', module: 'coredns', package: './corefile', sources: 'corefile' };

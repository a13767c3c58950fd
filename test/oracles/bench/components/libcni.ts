import type { Component } from '../component.js';

/** The library by which container runtimes call network plugins, behind a program that takes cases and tells what happened (`go/cni/attach`). */
export const libcni: Component = { name: 'libcni', version: 'v1.3.1', module: 'cni', package: './attach', sources: 'attach' };

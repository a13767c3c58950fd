import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/core/cluster/index.js';
import { filesUnder, pages, read, root } from './project.js';

describe('the pages', () => {
  it('link to what is there', () => {
    const links = pages().flatMap((page) => [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ page, target })));
    const local = links.filter(({ target }) => !/^(https?:|#)/.test(target));
    const gone = local.filter(({ page, target }) => !existsSync(join(root, dirname(page), target.replace(/#.*/, ''))));
    expect(local.length).toBeGreaterThan(5);
    expect(gone).toEqual([]);
  });

  it('name files and folders that are there', () => {
    const named = pages().flatMap((page) => [...read(page).matchAll(/`((?:src|test|docs|demo|deploy|migrations|scripts)\/[^`<*…\s]*)`/g)].map(([, path = '']) => ({ page, path })));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the decisions', () => {
  it('are numbered without a gap, and listed by their titles', () => {
    const records = filesUnder('docs/adr').filter((path) => basename(path) !== 'README.md');
    const titles = records.map((path) => /^# (.*)/.exec(read(path))?.[1] ?? '');
    expect(records.map((path) => Number(basename(path).slice(0, 4)))).toEqual(records.map((_, i) => i + 1));
    expect(titles.map((title) => Number.parseInt(title))).toEqual(records.map((_, i) => i + 1));
    const listed = [...read('docs/adr/README.md').matchAll(/^(\d+\. )\[(.*)\]\((.*)\)$/gm)].map(([, number = '', title = '', file]) => [number + title, file]);
    expect(listed).toEqual(records.map((path, i) => [titles[i], basename(path)]));
  });
});

describe('the README', () => {
  it('asks kubectl for every kind that is built in, but for Secrets and those that servers before 1.33 lack', () => {
    const asked = /kubectl get -A -o json (\S+) \|/.exec(read('README.md'))?.[1]?.split(',');
    const builtIn = ['', 'apps', 'batch', 'policy', 'discovery.k8s.io', 'networking.k8s.io', 'apiextensions.k8s.io'];
    const leftOut = ['Secret', 'ServiceCIDR', 'IPAddress'];
    const wanted = catalogue.filter(({ kind, apiVersion }) => builtIn.includes(apiVersion.split('/').slice(0, -1).join()) && !leftOut.includes(kind));
    expect(asked?.sort()).toEqual(wanted.map(({ plural }) => plural).sort());
  });
});

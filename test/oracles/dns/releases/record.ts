import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { programOf } from '../../bench/build.js';
import { coredns } from '../../bench/components/coredns.js';
import type { Component } from '../../bench/component.js';
import { Daemon, freePort } from '../../bench/processes.js';
import { askAll, type DnsReply } from '../dns-client.js';
import { externalCorefiles, externalObjects, externalQuestions } from '../external/scenarios.js';
import { corefileOf } from '../kubernetes/questions.js';
import { ObjectServer } from '../object-server.js';
import type { RecordedRelease, Replies } from './compare.js';
import { releaseCorefiles, releaseObjects, releaseQuestions, releaseScenarios } from './releases.js';

/** What the newest release answers under the Corefiles of k8s_external. */
export async function recordExternal(component: Component = coredns): Promise<RecordedRelease['external']> {
  const program = await programOf(component);
  return withServer(externalObjects, async (kubeconfig) => {
    const recorded: Record<string, Replies | string> = {};
    for (const [name, corefile] of Object.entries(externalCorefiles)) {
      recorded[name] = await answersUnder(program, (port) => corefile.replaceAll('%port', String(port)).replaceAll('%kubeconfig', kubeconfig), {}, externalQuestions);
    }
    return recorded;
  });
}

/** What a release answers under every Corefile, or with which words it ends. */
export async function recordRelease(component: Component, objects: readonly object[]): Promise<RecordedRelease> {
  const program = await programOf(component);
  const kubernetes: Record<string, Replies | string> = {};
  await withServer(releaseObjects(objects), async (kubeconfig) => {
    for (const name of releaseCorefiles) {
      kubernetes[name] = await answersUnder(program, (port) => corefileOf(name, port, kubeconfig), {}, releaseQuestions(name));
    }
  });
  const plugins: Record<string, Replies | string> = {};
  for (const { name, corefile, files = {}, questions } of releaseScenarios) {
    plugins[name] = await answersUnder(program, () => corefile, files, questions);
  }
  return { version: component.version.replace(/^v/, ''), kubernetes, external: await recordExternal(component), plugins };
}

async function withServer<T>(objects: readonly object[], use: (kubeconfig: string) => Promise<T>): Promise<T> {
  const [server, folder] = [await ObjectServer.start(objects), await mkdtemp(join(tmpdir(), 'foretrace-releases-'))];
  try {
    const path = join(folder, 'kubeconfig');
    await writeFile(path, server.kubeconfig);
    // Older releases want the context named.
    return await use(`${path} oracle`);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true });
  }
}

/** The last line that it says where it ends instead. */
async function answersUnder(program: string, corefile: (port: number) => string, files: Readonly<Record<string, string>>, questions: readonly string[]): Promise<Replies | string> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'foretrace-coredns-'))];
  for (const [name, text] of Object.entries({ Corefile: corefile(port), ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const log = join(folder, 'log');
  const daemon = Daemon.start('coredns', 'sh', ['-c', `cd ${folder} && exec ${program} -dns.port ${port}`], log);
  try {
    await daemon.until(() => isFilled(port));
    const replies = await askAll(port, questions.map((question) => ({ name: question.split(' ')[0] ?? '', type: question.split(' ')[1] ?? '' })));
    return Object.fromEntries(questions.map((question, i) => [question, replies[i] as DnsReply]));
  } catch (error) {
    // Where it ended, that is the answer.
    const said = await readFile(log, 'utf8');
    if (!said.includes('Error') && !said.includes('plugin/')) throw error;
    return said.trim().split('\n').at(-1)?.replaceAll(`:${port}`, ':53').replaceAll(folder, '') ?? '';
  } finally {
    await daemon.stop();
    await rm(folder, { recursive: true });
  }
}

/** It listens only when its plugins have read the cluster, or after five seconds. */
async function isFilled(port: number): Promise<boolean> {
  await askAll(port, [{ name: '.', type: 'A' }]);
  return true;
}

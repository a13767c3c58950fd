import { externalCorefiles, externalObjects, externalQuestions } from '../external/scenarios.js';
import { corefileOf } from '../kubernetes/questions.js';
import { answersUnder, type Replies } from './compare.js';
import { releaseObjects, releaseQuestions, releaseScenarios } from './releases.js';

/** What we say that a release answers, for each part of a recording. The kubeconfig is one with its context, as older releases want it. */
const kubeconfig = '/kubeconfig oracle';

export function kubernetesOurs(version: string, name: string, objects: readonly object[]): Replies | string {
  return answersUnder(version, { corefile: corefileOf(name, 53, kubeconfig), questions: releaseQuestions(name) }, releaseObjects(objects));
}

export function externalOurs(version: string, name: string): Replies | string {
  const corefile = (externalCorefiles[name] ?? '').replaceAll('%port', '53').replaceAll('%kubeconfig', kubeconfig);
  return answersUnder(version, { corefile, questions: externalQuestions }, externalObjects);
}

export function pluginsOurs(version: string, name: string): Replies | string {
  const scenario = releaseScenarios.find((each) => each.name === name);
  return scenario === undefined ? '' : answersUnder(version, scenario);
}

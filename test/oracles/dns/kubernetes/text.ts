import type { RecordedKubernetes } from './compare.js';

/** As it is kept: one object and one answer a line. */
export function textOf({ version, objects, answers }: RecordedKubernetes): string {
  const under = Object.entries(answers).map(([corefile, replies]) => `${JSON.stringify(corefile)}: {\n${Object.entries(replies).map(([question, reply]) => `${JSON.stringify(question)}: ${JSON.stringify(reply)}`).join(',\n')}\n}`);
  return `{\n"version": ${JSON.stringify(version)},\n"objects": [\n${objects.map((object) => JSON.stringify(object)).join(',\n')}\n],\n"answers": {\n${under.join(',\n')}\n}\n}\n`;
}

import type { RequestQuestion } from '../../../src/core/ingress/index.js';

/**
 * A request of a scenario: its URL, then what differs from a plain GET, each after ` | `: `name: value` is a header, `sni name` (`sni -` for none), `from address`, `as METHOD`,
 * and `times N` asks it again and again, of which who answers is told.
 */
export interface Question extends RequestQuestion {
  readonly times: number;
}

export function readQuestion(text: string): Question {
  const [url = '', ...parts] = text.split(' | ');
  const headers: Record<string, string> = {};
  let [sni, sourceIP, method, times]: [string | undefined, string | undefined, string | undefined, number] = [undefined, undefined, undefined, 1];
  for (const part of parts) {
    const [, word = '', value = ''] = /^(\S+) (.*)$/.exec(part) ?? [];
    if (word.endsWith(':')) headers[word.slice(0, -1)] = value;
    else if (word === 'sni') sni = value === '-' ? '' : value;
    else if (word === 'from') sourceIP = value;
    else if (word === 'as') method = value;
    else if (word === 'times') times = Number(value);
    else throw new Error(`${JSON.stringify(part)} of ${text} is not understood`);
  }
  return { url, headers, times, ...(sni !== undefined && { sni }), ...(sourceIP !== undefined && { sourceIP }), ...(method !== undefined && { method }) };
}

/** What the client writes, byte for byte, and how it connects. */
export function wire(question: Question): { readonly tls: boolean; readonly sni?: string; readonly from?: string; readonly text: string } {
  const [, scheme = '', authority = '', target = ''] = /^(\w+):\/\/([^/?]*)(.*)$/.exec(question.url) ?? [];
  const headers = { host: authority, connection: 'close', ...question.headers };
  const lines = [`${question.method ?? 'GET'} ${target.startsWith('/') ? target : `/${target}`} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`)];
  const sni = question.sni ?? authority.replace(/:\d+$/, '');
  return { tls: scheme === 'https', ...(sni !== '' && { sni }), ...(question.sourceIP !== undefined && { from: question.sourceIP }), text: `${lines.join('\r\n')}\r\n\r\n` };
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiStub, smallCluster } from '../support/api-stub.js';
import { TestApp, type Sent } from '../support/app.js';
import { read } from './project.js';

interface Example {
  readonly command: string;
  /** What is shown of the answer, if it is. */
  readonly shown: string | undefined;
}

/** The pages that show calls. */
const pages = ['README.md', 'docs/dns.md', 'docs/service-networking.md'];

/** The calls of curl on a page. A block of several has no answer. */
function examples(page: string): Example[] {
  const blocks = [...read(page).matchAll(/```sh\n([^]*?)```(?:\n```text\n([^]*?)```)?/g)];
  return blocks.flatMap(([, script = '', shown]) => [...script.matchAll(/curl (?:'[^']*'|[^'\n])*/g)].map(([command]) => ({ command, shown })));
}

/** Stands in for what is piped into curl, under the content type that curl gives it. */
const piped = { payload: '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}', headers: { 'content-type': 'application/x-www-form-urlencoded' } };

/** The request that a call of curl sends, of the options that the README uses. */
function requestOf(command: string): Sent {
  const words = [...command.matchAll(/'([^']*)'|([^'\s]+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(1);
  const headers: Record<string, string> = {};
  const query = new URLSearchParams();
  let url = '';
  let isPiped = false;
  let method: Sent['method'];
  let json: string | undefined;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-G') continue;
    if (!word.startsWith('-')) {
      url = word.replace('http://localhost:3000', '');
      continue;
    }
    const value = words.shift() ?? '';
    const [, name = '', content = ''] = /^([^:=]+)[:=]\s*([^]*)$/.exec(value) ?? [];
    if (word === '-H') headers[name.toLowerCase()] = content;
    else if (word === '--data-urlencode') query.append(name, content);
    else if (word === '--data-binary') isPiped = true;
    else if (word === '--json') json = value;
    else if (word === '-X') method = value as NonNullable<Sent['method']>;
    else throw new Error(`the option ${word} is not understood here`);
  }
  if (json !== undefined) return { method: method ?? 'POST', url, headers: { 'content-type': 'application/json' }, payload: json };
  if (isPiped) return { method: 'POST', url, ...piped };
  return { url: query.size === 0 ? url : `${url}?${query.toString()}`, headers };
}

let stub: ApiStub;
let app: TestApp;

beforeAll(async () => {
  stub = await ApiStub.start(smallCluster());
  app = await TestApp.start({ env: { KUBECONFIG: stub.kubeconfig } });
});
afterAll(async () => {
  await app.close();
  await stub.close();
});

describe.each(pages)('what %s shows', (page) => {
  it.each(examples(page).map((example) => [example.command, example] as const))('%s', async (_, { command, shown }) => {
    const { status, text } = await app.send(requestOf(command));
    expect([200, 201]).toContain(status);
    if (shown === undefined) return;
    const whole = shown.replace(/^…\n$/m, '');
    const given = `${text.trimEnd()}\n`;
    expect(whole === shown ? given : given.slice(0, whole.length)).toBe(whole);
  });

  it('is some with an answer', () => {
    expect(examples(page).filter(({ shown }) => shown !== undefined).length).toBeGreaterThan(2);
  });
});

describe('the README', () => {
  it('shows some calls that import', () => {
    const all = examples('README.md');
    expect(all.filter(({ command }) => command.includes('/import')).length).toBeGreaterThan(3);
  });
});

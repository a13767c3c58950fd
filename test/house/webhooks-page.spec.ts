import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { eventTypes } from '../../src/core/notifications/index.js';
import { mostTries, pauses } from '../../src/core/notifications/retry.js';
import { newSecret, signaturesOf } from '../../src/platform/outbound/index.js';
import { read } from './project.js';

const page = read('docs/webhooks.md');

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
}

const secret = newSecret();
const body = JSON.stringify({ id: 'evt_1', data: { name: 'größer 😀' } });
const timestamp = 1_772_460_000;
const headersBy = (...secrets: string[]) => ({ 'webhook-id': 'evt_1', 'webhook-timestamp': String(timestamp), 'webhook-signature': signaturesOf('evt_1', timestamp, body, secrets) });

/** What a receiver is given, and whether it may take it. */
const cases = [
  { name: 'as it was signed', headers: headersBy(secret), body, secondsLater: 3, isGood: true },
  { name: 'with two signatures', headers: headersBy(newSecret(), secret), body, secondsLater: 3, isGood: true },
  { name: 'by another secret', headers: headersBy(newSecret()), body, secondsLater: 3, isGood: false },
  { name: 'with another body', headers: headersBy(secret), body: `${body} `, secondsLater: 3, isGood: false },
  { name: 'under another id', headers: { ...headersBy(secret), 'webhook-id': 'evt_2' }, body, secondsLater: 3, isGood: false },
  { name: 'of six minutes ago', headers: headersBy(secret), body, secondsLater: 360, isGood: false },
  { name: 'of a time that is none', headers: { ...headersBy(secret), 'webhook-timestamp': 'now' }, body, secondsLater: 3, isGood: false },
];

describe('the page on webhooks', () => {
  it('shows each event as it is written', () => {
    const written = JSON.parse(read('src/core/notifications/presets/goldens/cloudevents.json')) as { event: string; body: object }[];
    const shown = blocks('json').map((text) => JSON.parse(text) as { type: string });
    expect(shown.map(({ type }) => type)).toEqual(eventTypes);
    for (const event of shown) expect(written.filter(({ event: type }) => type === event.type).map((each) => each.body)).toContainEqual(event);
  });

  it('tells the pauses between tries as they are', () => {
    const [, tries = '', waits = ''] = /^\| try \|(.*)\|\n.*\n\| after \|(.*)\|$/m.exec(page) ?? [];
    const units: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000 };
    const told = waits.split('|').slice(1).map((wait) => {
      const [amount, unit = ''] = wait.trim().split(' ');
      return Number(amount) * (units[unit] ?? NaN);
    });
    expect([tries.split('|').length, told]).toEqual([mostTries, pauses]);
  });

  it.each(cases)('lets Node verify what comes $name', async ({ headers, body: text, secondsLater, isGood }) => {
    const { verify } = (await import(`data:text/javascript,${encodeURIComponent(blocks('js')[0] ?? '')}`)) as { verify: (...given: unknown[]) => unknown };
    const run = () => verify(text, headers, secret, (timestamp + secondsLater) * 1000);
    if (isGood) expect(run()).toEqual(JSON.parse(text));
    else expect(run).toThrow();
  });

  const hasPython = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0;
  it.runIf(hasPython)('lets Python verify the same', () => {
    const asked = cases.map(({ headers, body: text, secondsLater }) => ({ headers, body: text, secret, now: timestamp + secondsLater }));
    const script = `${blocks('python')[0]}
import sys
for each in json.load(sys.stdin):
    try:
        verify(each["body"].encode(), each["headers"], each["secret"], each["now"])
        print("good")
    except ValueError:
        print("bad")
`;
    const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: JSON.stringify(asked), encoding: 'utf8' });
    expect(stdout.trim().split('\n'), stderr).toEqual(cases.map(({ isGood }) => (isGood ? 'good' : 'bad')));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inline } from '../analysis/index.js';
import { chatAnswer, type ChatAnswer } from './answer.js';
import type { Dialect } from './dialect.js';
import { dialects } from './dialects/catalogue.js';
import { ageOf, isWithin } from './page.js';
import { writeAnswer } from './write.js';

const now = Date.parse('2026-03-02T14:33:00Z');
const pictureUrl = `https://foretrace.example/v1/clusters/demo/snapshots/2/cni/ipam?format=png&exp=1772465580&sig=${'x'.repeat(43)}`;
const surroundings = { now, baseUrl: 'https://foretrace.example', pictureUrl: null };

const refused: ChatAnswer = chatAnswer({
  mark: 'no',
  verdict: '10.104.150.88:6379/TCP (shop/redis:redis) is refused: the one pod that it selects is not ready.',
  why: ['kube-proxy: 10.104.150.88:6379/TCP is the ClusterIP of shop/redis:redis', 'kube-proxy: rejects it'],
  fix: ['See why no pod of it is ready: ', { code: 'kubectl -n shop describe service redis' }],
  evidence: ['Service shop/redis'],
  snapshot: { cluster: 'demo', number: 2, takenAt: '2026-03-02T14:30:00Z' },
  link: '/v1/clusters/demo/snapshots/2/service-networking/trace?from.pod=dev/toolbox&to.service=shop/redis&to.port=6379',
  repeat: 'trace dev/toolbox to shop/redis in demo at 2',
});

const everyDialect = Object.values(dialects).map((dialect) => dialect as (typeof dialects)['text']);

describe('an answer', () => {
  it('as text has the verdict first, then why, the fix, what was seen, and where all of it is', () => {
    expect(writeAnswer(refused, dialects.text, surroundings)).toBe(
      [
        'NO: 10.104.150.88:6379/TCP (shop/redis:redis) is refused: the one pod that it',
        'selects is not ready. (demo, snapshot 2, 3 min old)',
        'why  kube-proxy: 10.104.150.88:6379/TCP is the ClusterIP of shop/redis:redis',
        '     kube-proxy: rejects it',
        'fix  See why no pod of it is ready: kubectl -n shop describe service redis',
        'seen Service shop/redis',
        'more https://foretrace.example/v1/clusters/demo/snapshots/2/service-networking/trace?from.pod=dev/toolbox&to.service=shop/redis&to.port=6379',
        '',
      ].join('\n'),
    );
  });

  it('as Markdown has them as a list', () => {
    const lines = writeAnswer(refused, dialects.markdown, surroundings).split('\n');
    expect(lines[0]).toMatch(/^\*\*NO: 10\.104\.150\.88:6379\/TCP .* ready\.\*\* \(demo, snapshot 2, 3 min old\)$/);
    expect(lines.at(-3)).toBe('- **seen** Service shop/redis');
    expect(lines.at(-2)).toMatch(/^- \[All of it\]\(https:\/\/foretrace\.example\/v1\//);
  });

  it('for Slack is private with a button to share, and shared without one', () => {
    const own = writeAnswer(refused, dialects.slack, surroundings);
    expect([own.response_type, own.blocks.at(-1)]).toEqual(['ephemeral', { type: 'actions', elements: [expect.objectContaining({ action_id: 'foretrace_share', value: 'trace dev/toolbox to shop/redis in demo at 2' })] }]);
    const shared = writeAnswer(refused, dialects.slack, surroundings, { isShared: true });
    expect([shared.response_type, shared.blocks.length]).toEqual(['in_channel', 1]);
  });

  it('for Teams is a card that opens the whole answer', () => {
    const [{ content }] = writeAnswer(refused, dialects.teams, surroundings).attachments;
    expect([content.version, content.actions[0]?.url, content.body[0]?.type === 'RichTextBlock' && content.body[0].inlines[0]]).toEqual(['1.4', `https://foretrace.example${refused.link ?? ''}`, { type: 'TextRun', text: expect.stringMatching(/^NO: /) as string, weight: 'Bolder', color: 'Attention' }]);
  });

  it('for Discord mentions nobody and shows no preview', () => {
    const message = writeAnswer(refused, dialects.discord, surroundings);
    expect([message.allowed_mentions, message.flags]).toEqual([{ parse: [] }, 68]);
  });

  it('has its picture where a platform shows one: below the text, with words for who does not see it', () => {
    const pictured = { ...surroundings, pictureUrl };
    expect(writeAnswer(refused, dialects.slack, pictured).blocks.map((block) => (block.type === 'image' ? block : block.type))).toEqual(['rich_text', { type: 'image', image_url: pictureUrl, alt_text: 'The same as a picture' }, 'actions']);
    expect(writeAnswer(refused, dialects.teams, pictured).attachments[0].content.body.at(-1)).toEqual({ type: 'Image', url: pictureUrl, altText: 'The same as a picture', size: 'Stretch' });
    expect(writeAnswer(refused, dialects.discord, pictured)).toMatchObject({ embeds: [{ title: 'The same as a picture', image: { url: pictureUrl } }], flags: 64 });
    for (const dialect of [dialects.text, dialects.markdown, dialects.mattermost]) expect(writeAnswer(refused, dialect as Dialect, pictured)).toEqual(writeAnswer(refused, dialect as Dialect, surroundings));
  });

  it('has none where a platform would not take its link', () => {
    expect(writeAnswer(refused, dialects.discord, { ...surroundings, pictureUrl: `${pictureUrl}${'x'.repeat(2000)}` })).toEqual(writeAnswer(refused, dialects.discord, surroundings));
  });

  it('without a known name of the service shows a path that is no link', () => {
    expect(writeAnswer(refused, dialects.markdown, { now, baseUrl: '', pictureUrl: null })).toContain('- `/v1/clusters/demo/');
  });

  it('says what it leaves out, and where that is', () => {
    const many = { ...refused, items: Array.from({ length: 12 }, (_, i): Inline[] => [`finding ${i} `, { code: 'Service shop/web' }, ` ${'word '.repeat(30)}`]), listed: { noun: 'finding', total: 40 } };
    const text = writeAnswer(many, dialects.text, surroundings);
    expect(text).toMatch(/\nmore Not shown: 1 reason, 3\d findings and 1 object\.\n {5}https:/);
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(17);
  });
});

it('an age is told in the largest unit that fits', () => {
  const ages: [number, string][] = [[0, 'just taken'], [59_999, 'just taken'], [-5, 'just taken'], [60_000, '1 min old'], [3_600_000, '1 hour old'], [86_400_000 * 3, '3 days old']];
  expect(ages.map(([ms]) => [ms, ageOf(new Date(now - ms).toISOString(), now)])).toEqual(ages);
  expect(ageOf('never', now)).toBe('of unknown age');
});

// ---- any answer

const nasty = ['`', '```', '\n', '\r\n', '[a](https://evil.example)', '<!channel>', '<@U123>', '<#C1|x>', '<https://evil.example|click>', '@everyone', '@here', '@all', '|', '\u001b[31m', '\u202e', '\u2028', '- ', '# ', '***', '__', '~~', '||', '&lt;', '\\', '> ', ':fire:', '~town-square', '<at>x</at>', 'https://evil.example', 'www.evil.example', 'discord.gg/x', '<script>', '{"type":"x"}', '\ud800', '\u0000', '😀', ' ', 'web', 'a'.repeat(90), '1. '];
const hostile = fc.oneof({ weight: 4, arbitrary: fc.array(fc.constantFrom(...nasty), { maxLength: 5 }).map((parts) => parts.join('')) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) }, { weight: 1, arbitrary: fc.constantFrom('x'.repeat(5000), '`'.repeat(400), 'a '.repeat(600)) });
const inline: fc.Arbitrary<Inline> = fc.oneof(hostile, fc.record({ code: hostile }), fc.record({ strong: hostile }));
const anyAnswer: fc.Arbitrary<ChatAnswer> = fc
  .record({
    mark: fc.constantFrom('yes', 'no', 'unknown', 'told', 'unclear'),
    verdict: hostile,
    why: fc.array(hostile, { maxLength: 5 }),
    items: fc.array(fc.array(inline, { maxLength: 3 }), { maxLength: 8 }),
    block: fc.array(hostile, { maxLength: 8 }),
    fix: fc.array(inline, { maxLength: 3 }),
    evidence: fc.array(hostile, { maxLength: 8 }),
    notes: fc.array(hostile, { maxLength: 5 }),
    snapshot: fc.option(fc.record({ cluster: hostile, number: fc.nat(), takenAt: fc.constantFrom('2026-03-02T14:30:00Z', 'x') })),
    link: fc.option(fc.stringMatching(/^\/v1\/[a-z/?=&.%A-F\d-]{0,1200}$/)),
    picture: fc.constant(null),
    example: fc.option(hostile),
    repeat: fc.option(fc.string({ maxLength: 100 })),
  })
  .map((answer) => ({ ...answer, listed: { noun: 'thing', total: answer.items.length + answer.block.length + 3 } }));

/** 10,000 of them, over all dialects. */
const runs = Math.ceil(10_000 / everyDialect.length);

describe('of 10,000 answers', () => {
  it('none is over its budget, and none leaves a fence open', () => {
    fc.assert(
      fc.property(anyAnswer, fc.constantFrom(null, pictureUrl), (answer, picture) => {
        for (const dialect of everyDialect) {
          const message = writeAnswer(answer, dialect, { ...surroundings, pictureUrl: picture });
          const lines = dialect.linesOf(message);
          if (!isWithin(lines, dialect.budget)) throw new Error(`${dialect.name} has ${lines.length} lines:\n${lines.join('\n')}`);
          const fences = lines.filter((line) => /^`{3,}/.test(line)).map((line) => line.trim());
          if (['markdown', 'mattermost', 'discord'].includes(dialect.name) && fences.length > 0 && (fences.length < 2 || fences[0] !== fences.at(-1))) throw new Error(`${dialect.name} leaves a fence open:\n${lines.join('\n')}`);
        }
      }),
      { numRuns: runs, endOnFailure: true },
    );
  });

  it('none of the plain ones is wider than 80 columns, its link aside, or moves a cursor', () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const lines = writeAnswer(answer, dialects.text, surroundings).trimEnd().split('\n');
        expect(lines.filter((line) => [...line].length > 80 && !line.includes('https://foretrace.example/'))).toEqual([]);
        expect(lines.filter((line) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });
});

// ---- 500 hostile names

const hostileNames = nasty.flatMap((a) => nasty.map((b) => `${a}${b}`)).filter((_, i) => i % 2 === 0).slice(0, 520);

/** An answer in which every text of a stranger is `name`. */
function naming(name: string): ChatAnswer {
  return { ...refused, verdict: `${name} is refused`, why: [name, `pod ${name}: not ready`], items: [[{ code: name }, ` ${name} `, { strong: name }]], block: [name, `-A ${name}`], fix: [name, { code: `kubectl ${name}` }], evidence: [`Service ${name}/${name}`], notes: [name], example: name, repeat: name, snapshot: { cluster: name, number: 2, takenAt: '2026-03-02T14:30:00Z' } };
}

/** Markdown without its code and without what a backslash takes the meaning from: what is markup stands in the rest. Source: CommonMark 0.31.2 §2.4, §6.1. */
function markupOf(text: string, escapes: 'dropped' | 'kept' = 'dropped'): string {
  const unfenced = text.replace(/^```\n[^]*?\n```$/gm, '');
  let rest = '';
  for (let at = 0; at < unfenced.length; ) {
    const run = /^`+/.exec(unfenced.slice(at))?.[0] ?? '';
    const end = run === '' ? -1 : closing(unfenced, at + run.length, run.length);
    const isEscape = /^\\[!-/:-@[-`{-~]/.test(unfenced.slice(at, at + 2));
    if (isEscape) {
      rest += escapes === 'kept' ? unfenced.slice(at, at + 2) : '';
      at += 2;
    } else if (end > 0) at = end;
    else {
      rest += unfenced.slice(at, at + Math.max(1, run.length));
      at += Math.max(1, run.length);
    }
  }
  return rest;
}

function closing(text: string, from: number, length: number): number {
  const runs = [...text.slice(from).matchAll(/`+/g)];
  const found = runs.find(([run]) => run.length === length);
  return found === undefined ? -1 : from + found.index + length;
}

describe('500 hostile names', () => {
  it('are that many', () => {
    expect(new Set(hostileNames).size).toBeGreaterThanOrEqual(500);
  });

  it.each(['markdown', 'mattermost'] as const)('make no mention, link, markup or line of their own for %s', (name) => {
    const faults = hostileNames.flatMap((hostileName) => {
      const message = writeAnswer(naming(hostileName), dialects[name] as unknown as Dialect<string | { text: string }>, surroundings);
      const whole = typeof message === 'string' ? message : message.text;
      const text = markupOf(whole);
      const broken = [
        /[@#](?=[\p{L}\p{N}])/u.test(whole) && 'mention',
        name === 'mattermost' && /~[\p{L}\p{N}]/u.test(markupOf(whole, 'kept')) && 'channel',
        /`/.test(text) && 'code',
        /<[!@#:/a-z]/i.test(text) && 'tag',
        /\]\((?!https:\/\/foretrace\.example\/)/.test(text) && 'link',
        /(?<!\]\()https?:\/\/\S|\bwww\.\w/i.test(text) && 'address',
        /:[\w+-]+:/.test(markupOf(whole, 'kept').replaceAll('https:', '')) && 'emoji',
        /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(whole.replaceAll('\n', '')) && 'control',
        text.split('\n').some((line) => /^\s*(#{1,6} |>|\d+[.)] |\|)/.test(line)) && 'line',
      ].filter(Boolean);
      return broken.length === 0 ? [] : [`${JSON.stringify(hostileName)}: ${broken.join(', ')}\n${whole}`];
    });
    expect(faults.slice(0, 3)).toEqual([]);
  });

  it('make none for Discord', () => {
    const faults = hostileNames.flatMap((hostileName) => {
      const { content, allowed_mentions: mentions } = writeAnswer(naming(hostileName), dialects.discord, surroundings);
      const text = markupOf(content);
      const broken = [
        mentions.parse.length > 0 && 'mentions',
        /@(everyone|here)/.test(content) && 'mention',
        /<(?!https:\/\/foretrace\.example\/)[@#:!/a-z]/i.test(text) && 'tag',
        /\]\((?!<https:\/\/foretrace\.example\/)/.test(text) && 'link',
        /(?<!\]\(<)https?:\/\/\S/i.test(text) && 'address',
        /\|\||`/.test(text) && 'spoiler or code',
        /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(content.replaceAll('\n', '')) && 'control',
      ].filter(Boolean);
      return broken.length === 0 ? [] : [`${JSON.stringify(hostileName)}: ${broken.join(', ')}\n${content}`];
    });
    expect(faults.slice(0, 3)).toEqual([]);
  });

  it('stay within the parts of a message that Slack does not parse, and are escaped in the one that it does', () => {
    for (const name of hostileNames) {
      const { text, blocks, mrkdwn } = writeAnswer(naming(name), dialects.slack, surroundings);
      expect([mrkdwn, blocks.map(({ type }) => type)]).toEqual([false, ['rich_text', 'actions']]);
      expect(text.replaceAll('&lt;', '‹').replaceAll('&gt;', '›')).not.toMatch(/[<>]|https?:\/\/\S|@\S|:[\w+-]+:/);
      const elements = blocks.flatMap((block) => (block.type === 'rich_text' ? block.elements.flatMap((part) => part.elements) : []));
      expect(elements.filter(({ type }) => type === 'link').map((element) => (element as { url: string }).url)).toEqual([`https://foretrace.example${refused.link ?? ''}`]);
      expect(elements.filter(({ text: shown }) => shown === '' || /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(shown.replaceAll('\n', '')))).toEqual([]);
    }
  });

  it('stay within runs of a card, which are not parsed', () => {
    for (const name of hostileNames) {
      const message = writeAnswer(naming(name), dialects.teams, surroundings);
      const [{ content }] = message.attachments;
      expect(content.body.flatMap((block) => [block.type, ...(block.type === 'Image' ? [] : block.inlines.map((run) => run.type))]).filter((type) => type !== 'RichTextBlock' && type !== 'TextRun')).toEqual([]);
      expect(content.actions.map(({ url }) => url)).toEqual([`https://foretrace.example${refused.link ?? ''}`]);
      expect(content.body.flatMap((block) => (block.type === 'Image' ? [] : block.inlines)).filter(({ text }) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text))).toEqual([]);
    }
  });
});

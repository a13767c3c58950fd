import { afterEach, describe, expect, it } from 'vitest';
import { limitMemory } from '../../src/platform/pictures/limited-module.js';
import { PaintPool, type PoolSettings } from '../../src/platform/pictures/paint-pool.js';
import { Painter, paintSettings } from '../../src/platform/pictures/painter.js';
import { readScale, requireSize } from '../../src/platform/pictures/scale.js';

const svg = (width: number, height: number, body = '') => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#fff"/>${body}</svg>`;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function poolOf(settings: Partial<PoolSettings> = {}): PaintPool {
  const pool = new PaintPool({ ...paintSettings, threads: 2, startMs: 60_000, paintMs: 60_000, ...settings });
  closing.push(() => pool.close());
  return pool;
}

/** A thread that does as the SVG that it is given says. */
function script(body: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', ({ svg }) => { ${body} });
    parentPort.postMessage({ isReady: true });`)}`);
}

const actor = { script: script(`
  if (svg === 'hang') for (;;);
  if (svg === 'crash') throw new Error('broken');
  if (svg === 'exit') process.exit(3);
  if (svg === 'trap') throw new WebAssembly.RuntimeError('unreachable');
  if (svg === 'fill') { const kept = []; for (;;) kept.push(Array.from({ length: 1000 }, () => ({}))); }
  if (svg !== 'keep') parentPort.postMessage({ png: new Uint8Array([threadId]) });`), data: () => Promise.resolve({} as never) };

/** Source: PNG specification (third edition), 5.2 and 11.2.1. */
function sizeOf(png: Uint8Array): [string, number, number] {
  const bytes = Buffer.from(png);
  return [bytes.toString('latin1', 1, 4), bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe('a picture', () => {
  it('is painted, of the size asked for', async () => {
    const pool = poolOf();
    expect(sizeOf(await pool.paint({ svg: svg(300, 200), scale: 1 }))).toEqual(['PNG', 300, 200]);
    expect(sizeOf(await pool.paint({ svg: svg(300, 200), scale: 1.5 }))).toEqual(['PNG', 450, 300]);
  });

  it('has the font that is shipped: letters leave their marks', async () => {
    const pool = poolOf();
    const text = (family: string) => svg(300, 60, `<text x="10" y="40" font-size="30" font-family="${family}">cart</text>`);
    const [empty, written, other] = await Promise.all([svg(300, 60), text('DejaVu Sans'), text('Nobody Has This, sans-serif')].map((each) => pool.paint({ svg: each, scale: 1 })));
    expect(Buffer.compare(written ?? Buffer.alloc(0), empty ?? Buffer.alloc(0))).not.toBe(0);
    expect(Buffer.compare(written ?? Buffer.alloc(0), other ?? Buffer.alloc(0))).toBe(0);
  });

  it('has the same bytes every time', async () => {
    const pool = poolOf();
    const all = await Promise.all(Array.from({ length: 6 }, () => pool.paint({ svg: svg(100, 50, '<text x="5" y="20">web</text>'), scale: 2 })));
    expect(new Set(all.map((png) => Buffer.from(png).toString('base64'))).size).toBe(1);
  });
});

describe('a thread', () => {
  it.each([
    ['hangs', 'hang', 'late'],
    ['never answers', 'keep', 'late'],
    ['throws', 'crash', 'gone'],
    ['ends', 'exit', 'gone'],
    ['traps', 'trap', 'full'],
    ['fills its heap', 'fill', 'full'],
  ])('that %s is ended and replaced; nobody else notices', async (_, task, why) => {
    const pool = poolOf({ ...actor, paintMs: why === 'late' ? 300 : 60_000 });
    const [first] = await pool.paint({ svg: 'a', scale: 1 });
    const failing = pool.paint({ svg: task, scale: 1 }).catch((error: unknown) => error);
    const beside = pool.paint({ svg: 'b', scale: 1 });
    expect((await beside).length).toBe(1);
    expect(await failing).toMatchObject({ name: 'NotPainted', why });
    const after = await Promise.all(['c', 'd', 'e'].map((each) => pool.paint({ svg: each, scale: 1 })));
    expect(after.flatMap((png) => [...png])).not.toContain(first);
  });

  it('that does not begin in time is none', async () => {
    const pool = poolOf({ ...actor, script: new URL('data:text/javascript,setInterval(() => {}, 1000)'), startMs: 300 });
    await expect(pool.paint({ svg: 'a', scale: 1 })).rejects.toMatchObject({ why: 'late' });
  });

  it('is used again, and ended when it is not needed', async () => {
    const pool = poolOf({ ...actor, threads: 1, idleMs: 50 });
    const [first] = await pool.paint({ svg: 'a', scale: 1 });
    const [again] = await pool.paint({ svg: 'b', scale: 1 });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const [later] = await pool.paint({ svg: 'c', scale: 1 });
    expect([first === again, first === later]).toEqual([true, false]);
  });
});

describe('many at once', () => {
  it('share the threads; who would wait too long is told so', async () => {
    const pool = poolOf({ ...actor, threads: 2, mostWaiting: 4 });
    const asked = await Promise.allSettled(Array.from({ length: 9 }, () => pool.paint({ svg: 'a', scale: 1 })));
    expect(asked.map(({ status }) => status)).toEqual([...Array.from({ length: 6 }, () => 'fulfilled'), ...Array.from({ length: 3 }, () => 'rejected')]);
    const threads = asked.flatMap((each) => (each.status === 'fulfilled' ? [...each.value] : []));
    expect(new Set(threads).size).toBeLessThanOrEqual(2);
  });

  it('that fail leave the next their turn', async () => {
    const pool = poolOf({ ...actor, threads: 1 });
    for (let i = 0; i < 5; i++) await expect(pool.paint({ svg: 'crash', scale: 1 })).rejects.toThrow();
    expect((await pool.paint({ svg: 'a', scale: 1 })).length).toBe(1);
  });

  it('are refused once the service has stopped', async () => {
    const pool = poolOf(actor);
    const painting = pool.paint({ svg: 'keep', scale: 1 }).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await pool.close();
    expect(await painting).toMatchObject({ why: 'gone' });
    await expect(pool.paint({ svg: 'a', scale: 1 })).rejects.toMatchObject({ why: 'gone' });
  });
});

describe('the memory of what paints', () => {
  // A module with one memory of a page that exports it. Source: WebAssembly Core Specification 2.0, section 5.5.
  const module = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 5, 3, 1, 0, 1, 7, 5, 1, 1, 0x6d, 2, 0]);
  const memoryOf = async (bytes: Uint8Array) => {
    const engine = (globalThis as unknown as { WebAssembly: { instantiate(bytes: Uint8Array): Promise<{ instance: { exports: { m: { grow(pages: number): number } } } }> } }).WebAssembly;
    return (await engine.instantiate(bytes)).instance.exports.m;
  };

  it('does not grow beyond what it is limited to', async () => {
    const free = await memoryOf(module);
    expect(free.grow(299)).toBe(1);
    const limited = await memoryOf(limitMemory(module, 300 * 65_536));
    expect(limited.grow(299)).toBe(1);
    expect(() => limited.grow(1)).toThrow();
  });

  it('of a module that has none cannot be limited', () => {
    expect(() => limitMemory(module.subarray(0, 8), 1)).toThrow('no memory');
  });

  it('is too little for a picture of many layers: that is told, and the next picture is painted', async () => {
    const painter = new Painter();
    closing.push(() => painter.onApplicationShutdown());
    const greedy = svg(2000, 2000, `${'<g opacity="0.5">'.repeat(60)}<rect width="2000" height="2000" fill="#fee"/>${'</g>'.repeat(60)}`);
    await expect(painter.paint(greedy, 1)).rejects.toMatchObject({ code: 'picture-too-large' });
    expect(sizeOf(await painter.paint(svg(30, 20), 1))).toEqual(['PNG', 30, 20]);
  });
});

describe('a scale', () => {
  it.each([['1', 1], ['0.25', 0.25], ['4', 4], ['1.3333', 1.3333]])('%s is %d', (text, scale) => {
    expect(readScale(text)).toBe(scale);
  });

  it.each(['', '0', '0.2', '4.1', '-1', '1e9', 'NaN', 'Infinity', '2x', ' 2', '1,5', '99999999999999'])('%j is refused', (text) => {
    expect(() => readScale(text)).toThrow(expect.objectContaining({ code: 'invalid-request' }) as Error);
  });

  it.each<[string, number, number, number, string | undefined]>([
    ['2000 across', 1000, 1000, 2, undefined],
    ['more across', 1000, 100, 2.01, 'ask with scale=2,'],
    ['more in all', 1000, 2000, 1.5, 'ask with scale=1.41,'],
    ['more across at scale 1', 2400, 10, 1, 'ask with scale=0.83,'],
  ])('that makes %s', (_, width, height, scale, detail) => {
    const size = () => requireSize(svg(width, height), scale);
    if (detail === undefined) expect(size).not.toThrow();
    else expect(size).toThrow(expect.objectContaining({ code: 'picture-too-large', message: expect.stringContaining(detail) as string }) as Error);
  });

  it('is not asked for of a picture of too much text', () => {
    expect(() => requireSize(svg(10, 10, ' '.repeat(1_000_000)), 1)).toThrow(expect.objectContaining({ code: 'picture-too-large' }) as Error);
  });
});

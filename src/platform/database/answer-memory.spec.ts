import { describe, expect, it } from 'vitest';
import { AnswerMemory } from './answer-memory.js';

const question = (...values: unknown[]) => ({ name: 'a question', text: 'SELECT $1', values });

describe('the memory of answers', () => {
  it('gives an answer again as long as nothing was written', async () => {
    const memory = new AnswerMemory();
    const ask = (writes: number, answer: string) => memory.get(question(1), writes, () => Promise.resolve([answer]));
    expect([await ask(5, 'first'), await ask(5, 'second'), await ask(6, 'third'), await ask(6, 'fourth')]).toEqual([['first'], ['first'], ['third'], ['third']]);
  });

  it('gives the answer to another question to nobody', async () => {
    const memory = new AnswerMemory();
    const ask = (value: number | string) => memory.get(question(value), 0, () => Promise.resolve([value]));
    expect([await ask(1), await ask('1'), await ask(2), await ask(1)]).toEqual([[1], ['1'], [2], [1]]);
  });

  it('gives nobody what was found while something was written', async () => {
    const memory = new AnswerMemory();
    let end: (rows: string[]) => void = () => undefined;
    const before = memory.get(question(1), 0, () => new Promise<string[]>((resolve) => (end = resolve)));
    end(['before']);
    expect(await before).toEqual(['before']);
    expect(await memory.get(question(1), 1, () => Promise.resolve(['after']))).toEqual(['after']);
  });

  it('keeps no failure', async () => {
    const memory = new AnswerMemory();
    await expect(memory.get(question(1), 0, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await memory.get(question(1), 0, () => Promise.resolve(['back']))).toEqual(['back']);
  });

  it('is bounded', async () => {
    const memory = new AnswerMemory(2);
    let asked = 0;
    const ask = (value: number) => memory.get(question(value), 0, () => Promise.resolve([++asked]));
    for (const value of [1, 2, 3, 3, 1]) await ask(value);
    expect(asked).toBe(4);
  });
});

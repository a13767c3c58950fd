import { describe, expect, it } from 'vitest';
import { AnswerMemory } from './answer-memory.js';
import { Question } from './engine.js';

const question = (...values: unknown[]) => new Question('SELECT $1', values);

describe('the memory of answers', () => {
  it('gives an answer again as long as nothing was written', () => {
    const memory = new AnswerMemory();
    expect(memory.known(question(1), 5)).toBeUndefined();
    memory.remember(question(1), 5, ['first']);
    expect([memory.known(question(1), 5), memory.known(question(1), 6)]).toEqual([['first'], undefined]);
    memory.remember(question(1), 6, ['second']);
    expect(memory.known(question(1), 6)).toEqual(['second']);
  });

  it('gives the answer to another question to nobody', () => {
    const memory = new AnswerMemory();
    for (const asked of [question(1), question('1'), new Question('SELECT $1, 2', [1])]) memory.remember(asked, 0, [asked.key]);
    expect([memory.known(question(1), 0), memory.known(question('1'), 0), memory.known(question(2), 0)]).toEqual([[question(1).key], [question('1').key], undefined]);
  });

  it('gives nobody what was found while something was written', () => {
    const memory = new AnswerMemory();
    memory.remember(question(1), 0, ['before']);
    expect(memory.known(question(1), 1)).toBeUndefined();
  });

  it('is bounded', () => {
    const memory = new AnswerMemory(2);
    for (const value of [1, 2, 3]) memory.remember(question(value), 0, [value]);
    expect([1, 2, 3].filter((value) => memory.known(question(value), 0) !== undefined)).toEqual([3]);
  });
});

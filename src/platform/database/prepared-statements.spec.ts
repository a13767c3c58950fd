import { describe, expect, it } from 'vitest';
import { Question } from './engine.js';
import { PreparedStatements, type Statement } from './prepared-statements.js';

const question = new Question('SELECT $1', [1]);

/** Statements to a server that answers, but for those with a name while `code` is set. */
function serverThat(fails: { code?: string }): { sent: Statement[]; statements: PreparedStatements } {
  const sent: Statement[] = [];
  const statements = new PreparedStatements((statement) => {
    sent.push(statement);
    if (fails.code !== undefined && statement.name !== undefined) return Promise.reject(Object.assign(new Error('refused'), { code: fails.code }));
    return Promise.resolve({ rows: [sent.length] });
  });
  return { sent, statements };
}

describe('prepared statements', () => {
  it('have one name for one text', async () => {
    const { sent, statements } = serverThat({});
    for (const asked of [question, new Question('SELECT $1', [2]), new Question('SELECT $1, 3', [2])]) await statements.ask(asked);
    expect(new Set(sent.map(({ name }) => name)).size).toBe(2);
    expect(sent[0]?.name).toBe(sent[1]?.name);
  });

  it.each([
    ['is not there', '26000'],
    ['is there already', '42P05'],
  ])('are given up once one %s, against all that was done before', async (_, code) => {
    const fails: { code?: string } = {};
    const { sent, statements } = serverThat(fails);
    await statements.ask(question);
    fails.code = code;
    expect([await statements.ask(question), await statements.ask(question)]).toEqual([[3], [4]]);
    expect(sent.map(({ name }) => name !== undefined)).toEqual([true, true, false, false]);
  });

  it('are not given up for another failure, which is told', async () => {
    const fails: { code?: string } = { code: '57P01' };
    const { sent, statements } = serverThat(fails);
    await expect(statements.ask(question)).rejects.toThrow('refused');
    delete fails.code;
    await statements.ask(question);
    expect(sent.map(({ name }) => name !== undefined)).toEqual([true, true]);
  });
});

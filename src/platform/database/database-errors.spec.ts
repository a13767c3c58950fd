import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { isDatabaseUnavailable } from './database-errors.js';

const failed = (more: object) => Object.assign(new Error('failed'), more);

const cases: { name: string; error: unknown; expected: boolean }[] = [
  { name: 'a refused connection', error: failed({ code: 'ECONNREFUSED' }), expected: true },
  { name: 'no connection to be had in time', error: new Error('timeout exceeded when trying to connect'), expected: true },
  { name: 'a server that shuts down', error: failed({ code: '57P01' }), expected: true },
  { name: 'a server that starts', error: failed({ code: '57P03' }), expected: true },
  { name: 'a full disk', error: failed({ code: '53100' }), expected: true },
  { name: 'a deadlock', error: failed({ code: '40P01' }), expected: true },
  { name: 'a driver error inside', error: failed({ driverError: failed({ code: '08006' }) }), expected: true },
  { name: 'a cause inside', error: failed({ cause: failed({ code: 'ECONNRESET' }) }), expected: true },
  { name: 'a connection that broke', error: new Error('Connection terminated unexpectedly'), expected: true },
  { name: 'a connection that broke between two statements of a transaction', error: new QueryRunnerAlreadyReleasedError(), expected: true },
  { name: 'the same, told by an entity manager', error: new QueryRunnerProviderAlreadyReleasedError(), expected: true },
  { name: 'a broken constraint', error: failed({ code: '23505' }), expected: false },
  { name: 'a syntax error', error: failed({ code: '42601' }), expected: false },
  { name: 'a cancelled statement', error: failed({ code: '57014' }), expected: false },
  { name: 'a defect', error: new TypeError('x is not a function'), expected: false },
  { name: 'no error', error: 'ECONNREFUSED', expected: false },
];

describe('isDatabaseUnavailable', () => {
  it.each(cases)('$name: $expected', ({ error, expected }) => {
    expect(isDatabaseUnavailable(error)).toBe(expected);
  });
});

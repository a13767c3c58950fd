import { expect, it } from 'vitest';
import { errorTable } from '../../src/core/errors.js';
import { read, sources } from './project.js';

const tables = ['src/core/errors.ts', 'src/platform/http/error-status.ts'];

it('every error code is given to somebody', () => {
  const code = sources()
    .filter((path) => !tables.includes(path))
    .flatMap((path) => read(path).split('\n'))
    .filter((line) => !/^\s*(\*|\/[/*])|@Problems\(/.test(line))
    .join('\n');
  expect(Object.keys(errorTable).filter((name) => !code.includes(`'${name}'`))).toEqual([]);
});

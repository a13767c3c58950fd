import { expect, it } from 'vitest';
import { isAllowed } from './later.js';

it('sends a late answer to its platform alone', () => {
  const slack = 'https://hooks.slack.com/';
  const cases: [url: string, allowed: string, is: boolean][] = [
    ['https://hooks.slack.com/commands/T1/2/x', slack, true],
    ['http://hooks.slack.com/commands/T1', slack, false],
    ['https://hooks.slack.com:8443/commands/T1', slack, false],
    ['https://hooks.slack.com.evil.example/commands', slack, false],
    ['https://evil.example/?https://hooks.slack.com/', slack, false],
    ['https://hooks.slack.com@evil.example/', slack, false],
    ['https://user:pass@hooks.slack.com/', slack, false],
    ['https://hooks.slack.com\\@evil.example/', slack, true],
    ['//hooks.slack.com/', slack, false],
    ['file:///etc/passwd', slack, false],
    ['http://169.254.169.254/latest', slack, false],
    ['https://chat.example.com/hooks/commands/x', 'https://chat.example.com/hooks/', true],
    ['https://chat.example.com/hooks/../api/v4/users', 'https://chat.example.com/hooks/', false],
    ['https://chat.example.com/team', 'https://chat.example.com/hooks/', false],
    ['https://chat.example.com/hooks/x', '/hooks/', false],
  ];
  expect(cases.map(([url, allowed]) => [url, isAllowed(url, allowed)])).toEqual(cases.map(([url, , is]) => [url, is]));
});

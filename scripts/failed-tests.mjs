// Prints what failed in a JSON report of vitest, with the beginning of each reason: node scripts/failed-tests.mjs <report>
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const LONGEST_REASON = 1500;

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const file of report.testResults) {
  const name = relative('.', file.name);
  const failed = file.assertionResults.filter((test) => test.status === 'failed');
  for (const test of failed) tell(`${name}: ${test.fullName}`, test.failureMessages.join('\n'));
  if (file.status === 'failed' && failed.length === 0) tell(name, String(file.message));
}

function tell(what, why) {
  process.stdout.write(`FAILED: ${what}\n${why.slice(0, LONGEST_REASON)}\n`);
}

// Writes what follows from the code: openapi/openapi.json, the README's table of environment variables, the list of kinds, and the tables of docs/; and the widths of the font of pictures.
// With --check it writes nothing and fails where a file is not what it would write. Works on the build in dist/; opens no database.
import { readFile, writeFile } from 'node:fs/promises';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { appModule } from '../dist/src/app.module.js';
import { catalogue } from '../dist/src/core/cluster/index.js';
import { errorTable } from '../dist/src/core/errors.js';
import { rules } from '../dist/src/core/findings/index.js';
import { readConfig, variables } from '../dist/src/platform/config.js';
import { errorStatus } from '../dist/src/platform/http/error-status.js';
import { buildDocument } from '../dist/src/platform/http/openapi.js';
import { fontWidths } from './font-widths.mjs';

const BEGIN = '<!-- configuration: begin (written by npm run gen) -->';
const END = '<!-- configuration: end -->';

async function openapi() {
  const app = await NestFactory.create(appModule(readConfig({})), new FastifyAdapter(), { preview: true, logger: false });
  return `${JSON.stringify(sorted(buildDocument(app)), null, 2)}\n`;
}

/** Every object's keys in order, so that the document depends on what is said and not on where. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

async function readme() {
  const text = await readFile('README.md', 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`README.md needs the lines ${BEGIN} and ${END}`);
  const rows = Object.entries(variables).map(([name, { default: preset, allowed, description }]) => [`\`${name}\``, preset && `\`${preset}\``, allowed, description]);
  return `${text.slice(0, from + BEGIN.length)}\n${table(['Variable', 'Default', 'Allowed', 'Meaning'], rows)}\n${text.slice(to)}`;
}

function errors() {
  const rows = Object.entries(errorTable).map(([code, { title, remedy }]) => [`\`${code}\``, errorStatus[code], title, remedy]);
  return `# Errors

Every error is an RFC 9457 problem document (\`application/problem+json\`). Its \`type\` ends in one of these codes; a code never changes its meaning.

${table(['Code', 'Status', 'Title', 'What to do'], rows)}
`;
}

function findings() {
  const pages = rules.map(
    ({ id, code, severity, title, checks, why, fix, reads, consults = [], source }) => `## ${id}
**${title}.** ${code}, ${severity}.

${checks}

- **Why it matters:** ${why}
- **How to fix it:** ${fix}
- **Reads:** ${reads.join(', ')}${consults.length === 0 ? '' : `; where they are there also ${consults.join(', ')}`}
- **Follows:** ${source}
`,
  );
  return `# Findings

What each rule looks for, when it stays quiet, and whose behaviour it follows. A rule is skipped, and the answer says so, where the snapshot does not hold the
kinds that it reads.

${pages.join('\n')}`;
}

/** Each kind as `kubectl api-resources -o name` prints it. */
function kinds() {
  return catalogue.map(({ plural, apiVersion }) => `${[plural, ...apiVersion.split('/').slice(0, -1)].join('.')}\n`).join('');
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

const check = process.argv.includes('--check');
const files = { 'openapi/openapi.json': openapi, 'README.md': readme, 'docs/errors.md': errors, 'docs/findings.md': findings, 'docs/kinds.txt': kinds, 'src/core/pictures/font-widths.ts': fontWidths };
for (const [path, make] of Object.entries(files)) {
  const wanted = await make();
  if (!check) {
    await writeFile(path, wanted);
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== wanted) {
    process.stderr.write(`${path} is not fresh: run npm run gen\n`);
    process.exitCode = 1;
  }
}

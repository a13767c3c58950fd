// Writes what follows from the code: openapi/openapi.json and the README's table of environment variables.
// With --check it writes nothing and fails where a file is not what it would write. Works on the build in dist/; opens no database.
import { readFile, writeFile } from 'node:fs/promises';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { appModule } from '../dist/src/app.module.js';
import { readConfig, variables } from '../dist/src/platform/config.js';
import { buildDocument } from '../dist/src/platform/http/openapi.js';

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
  return `${text.slice(0, from + BEGIN.length)}\n${table()}\n${text.slice(to)}`;
}

function table() {
  const rows = Object.entries(variables).map(([name, { default: preset, allowed, description }]) => [`\`${name}\``, preset && `\`${preset}\``, allowed, description]);
  return [['Variable', 'Default', 'Allowed', 'Meaning'], ['---', '---', '---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const check = process.argv.includes('--check');
for (const [path, make] of [['openapi/openapi.json', openapi], ['README.md', readme]]) {
  const wanted = await make();
  if (!check) {
    await writeFile(path, wanted);
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== wanted) {
    process.stderr.write(`${path} is not fresh: run npm run gen\n`);
    process.exitCode = 1;
  }
}

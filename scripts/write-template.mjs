// Makes the database that a first start begins from, empty but for its tables, once for each version of PGlite and of what makes it. It lies where the service looks for it: beside itself.
import 'reflect-metadata';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Database } from '../dist/src/platform/database/database.js';
import { writeTemplate } from '../dist/src/platform/database/database-template.js';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const filesIn = (folder) => readdirSync(folder, { recursive: true }).filter((name) => /\.m?js$/.test(name)).map((name) => join(folder, name));

const template = path('../dist/service/empty-database.tar');
const makers = [path('../node_modules/@electric-sql/pglite/package.json'), ...['../dist/migrations', '../dist/src/platform/database'].map(path).flatMap(filesIn)];

async function write() {
  const dataDir = mkdtempSync(join(tmpdir(), 'foretrace-template-'));
  try {
    const database = await Database.open({ dataDir });
    await database.close();
    await writeTemplate(template, join(dataDir, 'pg'));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (!existsSync(template) || makers.some((maker) => statSync(template).mtimeMs < statSync(maker).mtimeMs)) await write();

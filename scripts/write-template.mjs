// Makes the empty embedded database that a first start begins from, once for each version of PGlite.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundledTemplate, writeTemplate } from '../dist/src/platform/database/database-template.js';

const pglite = fileURLToPath(new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url));
if (!existsSync(bundledTemplate) || statSync(bundledTemplate).mtimeMs < statSync(pglite).mtimeMs) await writeTemplate(bundledTemplate);

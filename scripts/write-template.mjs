// Makes the empty embedded database that a first start begins from, once for each version of PGlite and of what makes it.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundledTemplate, writeTemplate } from '../dist/src/platform/database/database-template.js';

const makers = ['../node_modules/@electric-sql/pglite/package.json', '../dist/src/platform/database/database-template.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)));
if (!existsSync(bundledTemplate) || makers.some((maker) => statSync(bundledTemplate).mtimeMs < statSync(maker).mtimeMs)) await writeTemplate(bundledTemplate);

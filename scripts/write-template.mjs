// Makes the empty embedded database that a first start begins from, once for each version of PGlite and of what makes it. It lies where the service looks for it: beside itself.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeTemplate } from '../dist/src/platform/database/database-template.js';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const template = path('../dist/service/empty-database.tar');
const makers = ['../node_modules/@electric-sql/pglite/package.json', '../dist/src/platform/database/database-template.js'].map(path);
if (!existsSync(template) || makers.some((maker) => statSync(template).mtimeMs < statSync(maker).mtimeMs)) await writeTemplate(template);

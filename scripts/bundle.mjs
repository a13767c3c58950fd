// Puts the compiled service and the libraries that it uses together, in dist/service: Node starts from a few files in half the time that it takes to find and read thousands.
// One file for each thread, named as its source, and beside them what they share or load later.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const compiled = fileURLToPath(new URL('../dist/src/', import.meta.url));
const service = fileURLToPath(new URL('../dist/service/', import.meta.url));

const threads = readdirSync(compiled, { recursive: true }).filter((path) => /\.worker\.m?js$/.test(path));

/** What finds its other files by where it lies itself; and what Nest would load, were it installed. */
const external = [/^@electric-sql\/pglite/, /^@resvg\/resvg-wasm/, /^swagger-ui-dist/, /^@nestjs\/(microservices|platform-express|websockets)/, /^@fastify\/(multipart|view)$/];

/** It asks Node for these at run time, and would get them a second time, with a memory of their own: a DTO made of another would not be validated. */
const ownRequire = /^const require = createRequire\(import\.meta\.url\);$/m;
const seeThrough = {
  name: 'see-through',
  transform: {
    filter: { id: /@nestjs\/mapped-types\/dist\/type-helpers\.utils\.js$/ },
    handler(code) {
      if (!ownRequire.test(code)) this.error('no longer asks Node for class-validator: see whether it is bundled once');
      return { code: code.replace(ownRequire, ''), map: null };
    },
  },
};

/** A stack leads to TypeScript where Node is told to use source maps. */
const mapToSource = {
  name: 'map-to-source',
  load: {
    filter: { id: /\/dist\/(src|migrations)\/.*\.m?js$/ },
    handler: (id) => ({ code: readFileSync(id, 'utf8'), map: readFileSync(`${id}.map`, 'utf8') }),
  },
};

const bundle = await rolldown({
  input: ['main.js', ...threads].map((path) => join(compiled, path)),
  platform: 'node',
  external,
  plugins: [mapToSource, seeThrough],
  onLog(_, { message }) {
    throw new Error(message);
  },
});
await bundle.write({
  dir: service,
  cleanDir: true,
  entryFileNames: ({ facadeModuleId }) => basename(facadeModuleId),
  chunkFileNames: '[name].js',
  // Names of classes are in the API: they name schemas and operations.
  keepNames: true,
  comments: false,
  // One letter beyond makes the engine keep a file in twice the memory.
  charset: 'ascii',
  sourcemap: true,
  sourcemapExcludeSources: true,
});

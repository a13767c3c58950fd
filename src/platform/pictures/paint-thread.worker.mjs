// The thread in which pictures are painted: one SVG after another becomes a PNG.
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg, initWasm } from '@resvg/resvg-wasm';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const given = /** @type {unknown} */ (workerData);
const data = /** @type {import('./paint-thread.js').ThreadData} */ (given);

const fontBuffers = await Promise.all(data.fonts.map((path) => readFile(path)));
await initWasm(/** @type {any} */ (data.painter));
const font = { loadSystemFonts: false, fontBuffers, defaultFontFamily: data.fontFamily, sansSerifFamily: data.fontFamily };

port.on('message', (/** @type {import('./paint-thread.js').Task} */ task) => {
  // What fails here has left the memory of what paints as nobody knows: the thread ends with it.
  const png = paint(task);
  port.postMessage({ png }, [png.buffer]);
});
port.postMessage({ isReady: true });

/** @param {import('./paint-thread.js').Task} task */
function paint({ svg, scale }) {
  const picture = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: scale } });
  const image = picture.render();
  const png = image.asPng().slice();
  image.free();
  picture.free();
  return png;
}

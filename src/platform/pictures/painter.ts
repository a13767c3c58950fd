import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { compilePainter } from './limited-module.js';
import { PaintPool, TooMany, type PoolSettings } from './paint-pool.js';
import { NotPainted, type ThreadData } from './paint-thread.js';
import { requireSize } from './scale.js';

/** Of what paints, in each thread. A picture of 4 million pixels needs less than 40 MiB. */
const mostBytes = 256 * 1024 * 1024;

/** The font is shipped, as an image of a container has none. */
const fontFamily = 'DejaVu Sans';
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

async function threadData(): Promise<ThreadData> {
  const { resolve } = createRequire(import.meta.url);
  return { painter: await compilePainter(mostBytes), fonts: fontFiles.map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`)), fontFamily };
}

/** One thread is left to those who ask for something else. The limits of time are for what hangs: they go by the clock, and the processors may be busy with other things than the picture. */
export const paintSettings: PoolSettings = {
  script: new URL('./paint-thread.worker.mjs', import.meta.url),
  data: threadData,
  threads: Math.max(1, Math.min(2, availableParallelism() - 1)),
  mostWaiting: 16,
  startMs: 20_000,
  paintMs: 20_000,
  idleMs: 60_000,
};

/** Makes PNGs of SVGs, in threads of their own: what hangs or fails there is ended, and holds up nobody. */
@Injectable()
export class Painter implements OnApplicationShutdown {
  readonly #log = new Logger(Painter.name);
  readonly #pool = new PaintPool(paintSettings);

  /**
   * @param svg of the service's own drawing
   * @throws InputError `picture-too-large` for one that is larger than is painted, or takes too long or too much memory; `unavailable` where too many are asked for at once
   */
  async paint(svg: string, scale: number): Promise<Buffer> {
    requireSize(svg, scale);
    try {
      const { buffer, byteOffset, byteLength } = await this.#pool.paint({ svg, scale });
      return Buffer.from(buffer, byteOffset, byteLength);
    } catch (error) {
      throw this.#explain(error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#pool.close();
  }

  #explain(error: unknown): unknown {
    if (error instanceof TooMany) return new InputError('unavailable', 'many pictures are being painted already');
    if (!(error instanceof NotPainted)) return error;
    if (error.why === 'late') return new InputError('picture-too-large', `the picture was not painted within ${paintSettings.paintMs / 1000} s; ask with a smaller scale, about less, or for image/svg+xml`);
    if (error.why === 'full') return new InputError('picture-too-large', 'the picture did not fit into the memory that there is for one; ask with a smaller scale, about less, or for image/svg+xml');
    this.#log.error(error.cause instanceof Error ? error.cause.stack : error.message);
    return new InputError('unavailable', 'the thread that paints has ended; the picture is there as image/svg+xml too');
  }
}

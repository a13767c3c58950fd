import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { dumpOfCrowd, variants } from './crowd.js';
import type { Answer, Ask, Service } from './service.js';
import { hashOf, snapshotsOf, type Operation, type Snapshot } from './snapshots.js';
import { waitUntil } from './waiting.js';

const pods = 300;
const writers = 3;
const readers = 3;

/** What callers of one cluster were told. */
interface Promised {
  /** The labels of imports that were acknowledged, by number. */
  readonly stored: Map<number, string>;
  readonly gone: Set<number>;
  /** Those whose deletion was cut off. */
  readonly doubtful: Set<number>;
  /** How many readouts were acknowledged, by the number of their snapshot. */
  readonly readouts: Map<number, number>;
}

/** Callers that import, delete, add readouts and read without a pause, and remember what they were promised. */
export class Load {
  readonly #answers: { readonly what: string; readonly status: number; readonly isLawful: boolean; readonly text: string }[] = [];
  readonly #uploads = variants.map((variant) => dumpOfCrowd(variant, pods));
  readonly #whole: string[] = [];
  readonly #promised = Array.from({ length: writers }, (): Promised => ({ stored: new Map<number, string>(), gone: new Set<number>(), doubtful: new Set<number>(), readouts: new Map<number, number>() }));
  #isOn = true;
  #isPaused = false;
  #atWork = 0;
  #running: Promise<unknown> = Promise.resolve();

  private constructor(private readonly service: Service) {}

  static async start(service: Service): Promise<Load> {
    const load = new Load(service);
    for (const variant of variants) {
      const answer = await service.must(`/v1/clusters/undisturbed/snapshots/import?label=${variant}`, { method: 'POST', body: load.#uploads[variant] as string });
      load.#whole.push(await hashOf(service, 'undisturbed', answer.json<Snapshot>()));
    }
    load.#running = Promise.all([...Array.from({ length: writers }, (_, i) => load.#loop(() => load.#write(i))), ...Array.from({ length: readers }, (_, i) => load.#loop(() => load.#read(i)))]);
    return load;
  }

  /** Answers that no outage excuses: all but success, what is not there, and 503 with the time after which to come again. */
  get unlawful(): object[] {
    return this.#answers.filter(({ isLawful }) => !isLawful).slice(0, 5);
  }

  statuses(): string[] {
    return this.#answers.map(({ status }) => String(status));
  }

  /** Waits for this many more answers of a kind. */
  async untilAnswers(count: number, isOne: (answer: { readonly status: number }) => boolean): Promise<void> {
    const from = this.#answers.length;
    await waitUntil(`there are ${count} more answers`, () => this.#answers.slice(from).filter(isOne).length >= count || this.unlawful.length > 0);
  }

  async pause(): Promise<void> {
    this.#isPaused = true;
    await waitUntil('all requests are answered', () => this.#atWork === 0);
  }

  goOn(): void {
    this.#isPaused = false;
  }

  async end(): Promise<void> {
    this.#isOn = false;
    await this.#running;
  }

  /** All that was acknowledged is there; what was not is there whole or not at all. */
  async expectKept(operations: readonly Operation[]): Promise<void> {
    for (const [i, { stored, gone, doubtful, readouts }] of this.#promised.entries()) {
      const cluster = `load-${i}`;
      const snapshots = await snapshotsOf(this.service, cluster);
      const there = new Map(snapshots.map((snapshot) => [snapshot.number, snapshot]));
      for (const [number, label] of stored) if (!doubtful.has(number)) expect(there.get(number)?.label, `${cluster}/${number} was acknowledged`).toBe(label);
      for (const number of gone) expect(there.has(number), `${cluster}/${number} was deleted`).toBe(false);
      for (const snapshot of snapshots) expect(await hashOf(this.service, cluster, snapshot)).toBe(this.#whole[Number(snapshot.label?.split('-')[0])]);
      for (const [number, count] of readouts) {
        if (!there.has(number)) continue;
        const { items } = await this.service.get<{ items: object[] }>(`/v1/clusters/${cluster}/snapshots/${number}/nodes/a/readouts`);
        expect(items.length, `readouts of ${cluster}/${number}`).toBeGreaterThanOrEqual(count);
      }
      const labels = snapshots.map(({ label }) => label);
      expect(new Set(labels).size, 'no request was done twice').toBe(labels.length);
    }
    expect(operations.filter(({ status, result }) => status === 'succeeded' && result === null)).toEqual([]);
  }

  async #loop(act: () => Promise<void>): Promise<void> {
    while (this.#isOn) {
      if (this.#isPaused) await setTimeout(20);
      else {
        this.#atWork++;
        await act().finally(() => this.#atWork--);
        await setTimeout(5);
      }
    }
  }

  async #write(i: number): Promise<void> {
    const promised = this.#promised[i] as Promised;
    const path = `/v1/clusters/load-${i}/snapshots`;
    const variant = (this.#answers.length % variants.length);
    const label = `${variant}-${this.#answers.length}`;
    const imported = await this.#ask('import', `${path}/import?label=${label}`, { method: 'POST', body: this.#uploads[variant] as string });
    if (imported.status !== 201) return;
    const { number } = imported.json<Snapshot>();
    promised.stored.set(number, label);
    const added = await this.#ask('readout', `${path}/${number}/nodes/a/readouts`, { method: 'POST', body: { format: 'resolv-conf', text: 'nameserver 192.0.2.1\n' } });
    if (added.status === 201) promised.readouts.set(number, 1);
    const [oldest] = promised.stored.keys();
    if (oldest === undefined || promised.stored.size < 4) return;
    const deleted = await this.#ask('delete', `${path}/${oldest}`, { method: 'DELETE' });
    // What was cut off may have been done all the same.
    if (deleted.status === 503) promised.doubtful.add(oldest);
    else {
      promised.stored.delete(oldest);
      promised.gone.add(oldest);
    }
  }

  async #read(i: number): Promise<void> {
    const paths = ['/v1/clusters', `/v1/clusters/load-${i}/snapshots`, '/v1/clusters/undisturbed/snapshots/2/findings', '/v1/clusters/undisturbed/diff', '/v1/operations?limit=5', '/readyz'];
    await this.#ask('read', paths[this.#answers.length % paths.length] as string);
  }

  async #ask(what: string, path: string, ask: Ask = {}): Promise<Answer> {
    const answer = await this.service.ask(path, ask).catch((error: unknown) => {
      // A loop has nobody to tell it to: as an answer that is none it fails whatever waits for answers.
      this.#answers.push({ what, status: 0, isLawful: false, text: String((error as Error).cause ?? error) });
      throw error;
    });
    const { status, headers, text } = answer;
    const isLawful = status < 300 || status === 404 || (status === 503 && headers.get('retry-after') !== null);
    this.#answers.push({ what, status, isLawful, text: isLawful ? '' : `${text.slice(0, 500)}\n${this.service.defects.join('\n').slice(0, 2000)}` });
    return answer;
  }
}

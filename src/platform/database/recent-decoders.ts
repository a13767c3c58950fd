import type { EntityManager } from 'typeorm';
import { RowDecoder } from './object-rows.js';

/** In characters of templates, of all clusters. Parsed, they take some five times as many bytes. */
const room = 6_000_000;

/**
 * The decoders of the clusters whose snapshots were compared, with the templates that these needed: who compares the next two mostly needs the same. A template
 * never changes, and no other is ever given its number.
 */
export class RecentDecoders {
  private readonly decoders = new Map<number, RowDecoder>();

  constructor(private readonly max = room) {}

  of(manager: EntityManager, clusterId: number): RowDecoder {
    if ([...this.decoders.values()].reduce((sum, { size }) => sum + size, 0) > this.max) this.decoders.clear();
    const decoder = this.decoders.get(clusterId) ?? new RowDecoder(manager, clusterId);
    this.decoders.set(clusterId, decoder);
    return decoder;
  }
}

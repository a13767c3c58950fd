import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { version } from './version.js';

/** What the service counts of itself, for Prometheus. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly requestDuration = new Histogram({
    name: 'foretrace_http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer. route is the template of the path.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.registry],
  });

  readonly requestsInFlight = new Gauge({ name: 'foretrace_http_requests_in_flight', help: 'Requests not yet answered whole.', registers: [this.registry] });

  /** One for each import that ended; to be counted by whoever imports. */
  readonly imports = new Counter({
    name: 'foretrace_imports_total',
    help: 'Imports that ended, by outcome: stored, refused (the upload was at fault) or failed.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  readonly captures = new Counter({
    name: 'foretrace_captures_total',
    help: 'Captures of live clusters that ended, by outcome: stored or failed.',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  readonly snapshotPhase = new Histogram({
    name: 'foretrace_snapshot_phase_seconds',
    help: 'Time that snapshots took, by phase: read (the upload, or the lists of the cluster), store (from the end of the reading until it is stored).',
    labelNames: ['source', 'phase'] as const,
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
    registers: [this.registry],
  });

  /** One for each try. */
  readonly deliveries = new Counter({
    name: 'foretrace_webhook_deliveries_total',
    help: 'Tries to deliver an event to a webhook, by outcome: delivered, failed (it is tried again) or dead (it is not).',
    labelNames: ['outcome'] as const,
    registers: [this.registry],
  });

  readonly importedBytes = new Counter({ name: 'foretrace_imported_bytes_total', help: 'Bytes of uploads, unpacked, of imports that were stored.', registers: [this.registry] });

  readonly snapshots = new Gauge({ name: 'foretrace_snapshots', help: 'Snapshots kept, by cluster.', labelNames: ['cluster'] as const, registers: [this.registry] });

  constructor() {
    const build = new Gauge({ name: 'foretrace_build_info', help: 'Always 1; its labels tell the build.', labelNames: ['version', 'node'] as const, registers: [this.registry] });
    build.set({ version, node: process.version }, 1);
    collectDefaultMetrics({ register: this.registry });
  }
}

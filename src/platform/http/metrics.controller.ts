import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { ClusterStore } from '../database/index.js';
import { Metrics } from '../metrics.js';
import { RequiresRole } from './auth.decorators.js';
import { RawAnswer } from './raw-answer.decorator.js';

@ApiTags('service')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly clusters: ClusterStore,
  ) {}

  @Get()
  @RequiresRole('viewer')
  @RawAnswer(Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiOperation({ operationId: 'readMetrics', summary: 'Measure the service', description: 'Counters and gauges of the service in the text format of Prometheus: requests by route, imports, snapshots kept, event-loop lag, memory.' })
  @ApiOkResponse({ description: 'The metrics, in the text format of Prometheus.', schema: { type: 'string' } })
  async read(): Promise<string> {
    await this.#countSnapshots();
    return this.metrics.registry.metrics();
  }

  async #countSnapshots(): Promise<void> {
    this.metrics.snapshots.reset();
    for (let after: string | null | undefined; after !== null; ) {
      const page = await this.clusters.list({ limit: 1000, ...(after !== undefined && { after }) });
      for (const { name, snapshots } of page.items) this.metrics.snapshots.set({ cluster: name }, snapshots);
      after = page.next;
    }
  }
}

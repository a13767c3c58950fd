import { Controller, Delete, Get, Param, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { OperationStore, type PageRequest } from '../../platform/database/index.js';
import { OperationDto, operationOf } from '../../platform/http/dto/operation.dto.js';
import { EventStreams, PageQuery, Problems, Rendering, Renders, RequiresRole } from '../../platform/http/index.js';
import { JobRunner } from '../../platform/jobs/index.js';
import { OperationPageDto } from './operations.dto.js';

const operation = { name: 'operation', description: 'The id of an operation.', type: String, example: '00000000-0000-4000-8000-000000000002' } as const;

@ApiTags('operations')
@Controller('v1/operations')
export class OperationsController {
  constructor(
    private readonly operations: OperationStore,
    private readonly runner: JobRunner,
    private readonly streams: EventStreams,
  ) {}

  @Get()
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'listOperations', summary: 'List the operations', description: 'Newest first: those that go on, and the newest 10,000 of those that have ended.' })
  @ApiOkResponse({ type: OperationPageDto, description: 'The operations.' })
  async list(@PageQuery() page: PageRequest): Promise<OperationPageDto> {
    const { items, next } = await this.operations.list(page);
    return { items: items.map(operationOf), next };
  }

  @Get(':operation')
  @RequiresRole('viewer')
  @Renders<OperationDto>({ events: 'by-handler' })
  @ApiOperation({
    operationId: 'getOperation',
    summary: 'Follow an operation',
    description: 'How far it has come, or how it ended. As `text/event-stream` it is told again after each change, as events called `operation`, until it has ended. Of the operations that have ended the newest 10,000 are kept, and those of a deleted cluster not.',
  })
  @ApiParam(operation)
  @ApiOkResponse({ type: OperationDto, description: 'The operation.' })
  async get(@Param('operation') id: string, @Rendering() rendering: string): Promise<OperationDto | StreamableFile> {
    const record = await this.operations.get(id);
    return rendering === 'events' ? this.streams.follow('operation', (signal) => this.#states(id, signal)) : operationOf(record);
  }

  @Delete(':operation')
  @RequiresRole('operator')
  @ApiOperation({
    operationId: 'cancelOperation',
    summary: 'Cancel an operation',
    description: 'Ends an operation that has not ended; nothing of it stays. One that has ended, or is storing its result, cannot be cancelled.',
  })
  @ApiParam(operation)
  @ApiOkResponse({ type: OperationDto, description: 'The operation, cancelled.' })
  @Problems('conflict')
  async cancel(@Param('operation') id: string): Promise<OperationDto> {
    return operationOf(await this.runner.cancel(id));
  }

  async *#states(id: string, signal: AbortSignal): AsyncGenerator<OperationDto, void, undefined> {
    for await (const record of this.operations.watch(id, signal)) yield operationOf(record);
  }
}

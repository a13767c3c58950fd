import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { answerFindings, readoutFormatsOfRules, renderFindingsMarkdown, renderFindingsText } from '../../core/findings/index.js';
import { ReadoutStore } from '../../platform/database/index.js';
import { DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { runRulesInTurns } from '../../platform/rules-in-turns.js';
import { FindingsDto, FindingsQueryDto } from './findings.dto.js';

@ApiTags('findings')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/findings')
export class FindingsController {
  constructor(private readonly readouts: ReadoutStore) {}

  @Get()
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderFindingsMarkdown, text: renderFindingsText })
  @ApiOperation({
    operationId: 'listFindings',
    summary: 'Find what is wrong in a snapshot',
    description: 'Every finding of every rule. Some rules look at the readouts of the nodes too. A filter may stand several times: then any of its values fits; all filters must fit. Rules that could not decide, as the snapshot lacks what they need, are in `skipped`.',
  })
  @ApiOkResponse({ type: FindingsDto, description: 'The findings.' })
  async list(@SnapshotView() { record, view }: ViewedSnapshot, @Query() filter: FindingsQueryDto): Promise<FindingsDto> {
    const readouts = await this.readouts.newest(record.cluster, record.number, readoutFormatsOfRules);
    return answerFindings(view, filter, await runRulesInTurns(view, readouts));
  }
}

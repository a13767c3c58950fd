import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { answerFindings, renderFindingsMarkdown, renderFindingsText, ruleSteps } from '../../core/findings/index.js';
import { DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { inTurns } from '../../platform/in-turns.js';
import { FindingsDto, FindingsQueryDto } from './findings.dto.js';

@ApiTags('findings')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/findings')
export class FindingsController {
  @Get()
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderFindingsMarkdown, text: renderFindingsText })
  @ApiOperation({
    operationId: 'listFindings',
    summary: 'Find what is wrong in a snapshot',
    description: 'Every finding of every rule. A filter may stand several times: then any of its values fits; all filters must fit. Rules that could not decide, as the snapshot lacks what they need, are in `skipped`.',
  })
  @ApiOkResponse({ type: FindingsDto, description: 'The findings.' })
  async list(@SnapshotView() { view }: ViewedSnapshot, @Query() filter: FindingsQueryDto): Promise<FindingsDto> {
    await inTurns(ruleSteps(view));
    return answerFindings(view, filter);
  }
}

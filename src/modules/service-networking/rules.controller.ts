import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { renderRulesText, rulesSteps } from '../../core/service-networking/index.js';
import { DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { inTurns } from '../../platform/in-turns.js';
import { RulesDto, RulesQueryDto, rulesQuestionOf } from './rules.dto.js';

@ApiTags('service-networking')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/service-networking')
export class RulesController {
  @Get('rules')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders<RulesDto>({ text: renderRulesText })
  @ApiOperation({
    operationId: 'tellProxyRules',
    summary: 'Tell which rules kube-proxy has on a node',
    description:
      'What kube-proxy of the node writes for the Services and EndpointSlices of the snapshot, in the mode and with the settings that its configuration tells. As `text/plain` it is what kube-proxy hands to `iptables-restore` ' +
      '(or to the tool of its mode), rule for rule; kube-proxy takes Services in any order, here they stand by namespace and name. The jumps from the chains of the kernel, which kube-proxy writes one by one, are not among it.',
  })
  @ApiOkResponse({ type: RulesDto, description: 'The rules; or, with another `outcome`, why there are none.' })
  rules(@SnapshotView() { view }: ViewedSnapshot, @Query() query: RulesQueryDto): Promise<RulesDto> {
    return inTurns(rulesSteps(view, rulesQuestionOf(query)));
  }
}

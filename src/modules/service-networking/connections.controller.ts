import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { drawTrace } from '../../core/pictures/index.js';
import { driftSteps, renderDriftMarkdown, renderDriftText, renderTraceMarkdown, renderTraceText, trace, type DriftAnswer, type TraceAnswer } from '../../core/service-networking/index.js';
import { AlsoByLink, DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { inTurns } from '../../platform/in-turns.js';
import { DriftDto, DriftQuestionDto } from './drift.dto.js';
import { TraceDto, TraceQuestionDto, traceQuestionOf } from './trace.dto.js';

@ApiTags('service-networking')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/service-networking')
export class ConnectionsController {
  @AlsoByLink()
  @Post('trace')
  @HttpCode(200)
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders<TraceAnswer>({ markdown: renderTraceMarkdown, text: renderTraceText, svg: drawTrace })
  @ApiOperation({
    operationId: 'traceConnection',
    summary: 'Tell where a connection goes',
    description:
      'Leads the first packet of a connection through the rules that kube-proxy has on a node, in its mode, and tells where it ends: each endpoint with its probability, whether it sees the caller’s address, and the rules that decided; ' +
      'or why nothing answers, in words to act on. NetworkPolicies are not looked at: a warning names those that select the pods at either end. Where what serves Services is not known, the outcome is `insufficient-information`, with what to collect.',
  })
  @ApiOkResponse({ type: TraceDto, description: 'What becomes of the packet.' })
  trace(@SnapshotView() { view }: ViewedSnapshot, @Body() question: TraceQuestionDto): TraceDto {
    return trace(view, traceQuestionOf(question));
  }

  @Post('drift')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Renders<DriftAnswer>({ markdown: renderDriftMarkdown, text: renderDriftText })
  @ApiOperation({
    operationId: 'compareRules',
    summary: 'Compare the rules of a node with what they should be',
    description:
      'Reads what `iptables-save` or `nft list ruleset` printed on a node and compares it with what kube-proxy would write there for the Services and EndpointSlices of the snapshot: what is missing, too many or different, by Service, with what a caller notices. ' +
      'No drift is what kube-proxy does not promise: the order of Services, chains that nothing leads to any more, canaries, chains of the kubelet and of other tools. Rules of a version that lays them out in another way are compared by where connections go.',
  })
  @ApiOkResponse({ type: DriftDto, description: 'Both sides compared.' })
  drift(@SnapshotView() { view }: ViewedSnapshot, @Body() question: DriftQuestionDto): Promise<DriftDto> {
    return inTurns(driftSteps(view, question));
  }
}

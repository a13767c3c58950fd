import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { gatewaysOf, migrationOf, renderGatewaysMarkdown, renderGatewaysText, renderMigrationMarkdown, renderMigrationText } from '../../core/ingress/index.js';
import { DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { GatewaysDto } from './gateways.dto.js';
import { MigrationDto, MigrationQueryDto } from './migration.dto.js';

@ApiTags('ingress')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/ingress')
export class MigrationController {
  @Get('gateways')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders<GatewaysDto>({ markdown: renderGatewaysMarkdown, text: renderGatewaysText })
  @ApiOperation({
    operationId: 'listGateways',
    summary: 'Tell what hangs on each Gateway, and why not',
    description:
      'Every Gateway with its listeners and the HTTPRoutes and GRPCRoutes that refer to it: the listeners that take a route and the hosts that both have, and the conditions `Accepted`, `ResolvedRefs`, `Programmed` and others as the specification of Gateway API asks for them, each beside what the status of the object says. ' +
      'What a Gateway does with requests is told by `match` and `routes`, where its controller is `gateway/namespace/name`.',
  })
  @ApiOkResponse({ type: GatewaysDto, description: 'The Gateways; or, with the outcome `none`, that there are none.' })
  gateways(@SnapshotView() { view }: ViewedSnapshot): GatewaysDto {
    return gatewaysOf(view);
  }

  @Get('migration')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders<MigrationDto>({ markdown: renderMigrationMarkdown, text: renderMigrationText })
  @ApiOperation({
    operationId: 'planGatewayMigration',
    summary: 'Tell what it takes to leave Ingress for Gateway API',
    description:
      'For each controller whose routing is modelled: what each of its Ingresses asks for and whether Gateway API can have it, the Gateway, HTTPRoutes and ReferenceGrants to apply (`objects`, and `yaml`), and the proof: the same requests, made of the rules in the forms in which implementations part, asked of the controller as it is and of the Gateway as it would be, with those that would be answered differently. ' +
      'Nothing is applied. The Gateway follows the implementation of the first GatewayClass of the snapshot where it is known, else the specification.',
  })
  @ApiOkResponse({ type: MigrationDto, description: 'One entry a controller. That there is nothing to migrate is an answer.' })
  migration(@SnapshotView() { view }: ViewedSnapshot, @Query() { controller }: MigrationQueryDto): MigrationDto {
    return migrationOf(view, controller);
  }
}

import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { classesOf, matchRequest, renderClassesMarkdown, renderClassesText, renderMatchMarkdown, renderMatchText, renderRoutesMarkdown, renderRoutesText, routesOf } from '../../core/ingress/index.js';
import { drawMatch } from '../../core/pictures/index.js';
import { AlsoByLink, DependsOnSnapshotOnly, Renders, RequiresRole, SnapshotView, type ViewedSnapshot } from '../../platform/http/index.js';
import { IngressClassesDto } from './classes.dto.js';
import { IngressMatchDto, IngressMatchQuestionDto } from './match.dto.js';
import { IngressRoutesDto, IngressRoutesQueryDto } from './routes.dto.js';

@ApiTags('ingress')
@Controller('v1/clusters/:cluster/snapshots/:snapshot/ingress')
export class IngressController {
  @Get('classes')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderClassesMarkdown, text: renderClassesText })
  @ApiOperation({
    operationId: 'listIngressClasses',
    summary: 'Tell whose each Ingress is',
    description:
      'Every IngressClass; every ingress controller, found by its Deployment or DaemonSet, with its flags and the settings of its ConfigMap, or told of by a class alone; and for each Ingress which controller owns it, whether that serves it, and why: ' +
      'by the field, the annotation, or neither, as that controller’s own sources say. Ingresses that nobody owns are in `unowned`, those of several in `contested`. The default class counts only where a controller itself looks at it: an API server writes it into an Ingress when it is created, and never later.',
  })
  @ApiOkResponse({ type: IngressClassesDto, description: 'Classes, controllers and Ingresses.' })
  classes(@SnapshotView() { view }: ViewedSnapshot): IngressClassesDto {
    return classesOf(view);
  }

  @Get('routes')
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderRoutesMarkdown, text: renderRoutesText })
  @ApiOperation({
    operationId: 'listIngressRoutes',
    summary: 'Show the routing tables',
    description:
      'What each controller and each Gateway makes of its Ingresses and routes, in the order in which its data plane tries them, with what it compares (`matcher`). Rows that no request can take have `dead`, with what stands before them; objects that are left out are in `dropped`, with why. ' +
      'Of a controller whose routing is not modelled the table says `insufficient-information`. The controller `generic` is the Ingress API’s own words, for every Ingress.',
  })
  @ApiOkResponse({ type: IngressRoutesDto, description: 'One table a controller.' })
  routes(@SnapshotView() { view }: ViewedSnapshot, @Query() question: IngressRoutesQueryDto): IngressRoutesDto {
    return routesOf(view, question);
  }

  @AlsoByLink()
  @Post('match')
  @HttpCode(200)
  @RequiresRole('viewer')
  @DependsOnSnapshotOnly()
  @Renders({ markdown: renderMatchMarkdown, text: renderMatchText, svg: drawMatch })
  @ApiOperation({
    operationId: 'matchIngressRequest',
    summary: 'Tell what becomes of a request',
    description:
      'The rule that takes it and why the others lost, the backend with its endpoints and pods, the path as the backend gets it, a redirect with its `Location`, a 404, 503 or 403 of the controller itself, and the certificate that is served for the name in the handshake. ' +
      'Where weights decide, all backends are told with their shares. With several controllers or Gateways there is one answer for each in `matches`; the first is the one whose rules take the request.',
  })
  @ApiOkResponse({ type: IngressMatchDto, description: 'Where the request ends. A request that nobody takes is an answer.' })
  match(@SnapshotView() { view }: ViewedSnapshot, @Body() question: IngressMatchQuestionDto): IngressMatchDto {
    return matchRequest(view, question);
  }
}

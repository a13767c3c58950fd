import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  renderConfigValidationMarkdown,
  renderConfigValidationText,
  renderSimulationMarkdown,
  renderSimulationText,
  simulateAttachment,
  validateNetworkConfig,
  type AttachmentSimulation,
  type ConfigValidation,
} from '../../core/cni/index.js';
import { Renders, RequiresRole } from '../../platform/http/index.js';
import { AttachmentQuestionDto, AttachmentSimulationDto, ConfigTextDto, ConfigValidationDto } from './configs.dto.js';

@ApiTags('cni')
@Controller('v1/cni/configs')
export class ConfigsController {
  @Post('validate')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Renders<ConfigValidation>({ markdown: renderConfigValidationMarkdown, text: renderConfigValidationText })
  @ApiOperation({
    operationId: 'validateNetworkConfig',
    summary: 'Check a CNI configuration',
    description: 'Reads a `.conf` or `.conflist` as libcni does, and each plugin of containernetworking/plugins with its IPAM plugin as that plugin does. Each problem points at its place and tells the words of who refuses it. Plugins of others are named, and their own fields are not checked.',
  })
  @ApiOkResponse({ type: ConfigValidationDto, description: 'What libcni and the plugins make of it.' })
  validate(@Body() { text, fileName }: ConfigTextDto): ConfigValidation {
    return validateNetworkConfig(text, fileName);
  }

  @Post('simulate')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Renders<AttachmentSimulation>({ markdown: renderSimulationMarkdown, text: renderSimulationText })
  @ApiOperation({
    operationId: 'simulateAttachment',
    summary: 'Tell what attaching a container does',
    description: 'ADD, CHECK and DEL of a configuration, plugin by plugin: the environment, what comes in on stdin, what it changes on the node and in the container, and what it prints; host-local’s next address; and the same attachment in the words of the Container Network Model. Names and hardware addresses that are drawn at random are told as such.',
  })
  @ApiOkResponse({ type: AttachmentSimulationDto, description: 'What happens. A configuration that fails is an answer, with `outcome` `error`.' })
  simulate(@Body() question: AttachmentQuestionDto): AttachmentSimulation {
    return simulateAttachment(question);
  }
}

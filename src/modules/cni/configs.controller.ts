import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  chooseNetworkConfig,
  renderConfigChoiceMarkdown,
  renderConfigChoiceText,
  renderConfigValidationMarkdown,
  renderConfigValidationText,
  renderSimulationMarkdown,
  renderSimulationText,
  simulateAttachment,
  validateNetworkConfig,
  type AttachmentSimulation,
  type ConfigChoice,
  type ConfigValidation,
} from '../../core/cni/index.js';
import { Renders, RequiresRole } from '../../platform/http/index.js';
import { AttachmentQuestionDto, AttachmentSimulationDto, ConfigChoiceDto, ConfigFolderDto, ConfigTextDto, ConfigValidationDto } from './configs.dto.js';

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

  @Post('choose')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Renders<ConfigChoice>({ markdown: renderConfigChoiceMarkdown, text: renderConfigChoiceText })
  @ApiOperation({
    operationId: 'chooseNetworkConfig',
    summary: 'Tell which CNI configuration of a folder is used',
    description: 'Of the files of a configuration folder, which one the runtime takes for the network of pods, and what becomes of each other one: names are compared byte by byte, containerd stops at a broken file, CRI-O passes over it.',
  })
  @ApiOkResponse({ type: ConfigChoiceDto, description: 'The file that is used, if one is.' })
  choose(@Body() { files, runtime }: ConfigFolderDto): ConfigChoice {
    return chooseNetworkConfig(files, runtime);
  }

  @Post('simulate')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Renders<AttachmentSimulation>({ markdown: renderSimulationMarkdown, text: renderSimulationText })
  @ApiOperation({
    operationId: 'simulateAttachment',
    summary: 'Tell what attaching a container does',
    description: 'ADD, CHECK and DEL of a configuration, or what else `commands` asks for (STATUS, GC), plugin by plugin: the environment, what comes in on stdin, what it changes on the node and in the container, and what it prints; host-local’s next address; and the same attachment in the words of the Container Network Model. Names and hardware addresses that are drawn at random are told as such.',
  })
  @ApiOkResponse({ type: AttachmentSimulationDto, description: 'What happens. A configuration that fails is an answer, with `outcome` `error`.' })
  simulate(@Body() question: AttachmentQuestionDto): AttachmentSimulation {
    return simulateAttachment(question);
  }
}

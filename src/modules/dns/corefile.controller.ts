import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { migrateCorefile, readCorefile, renderCorefileMarkdown, renderCorefileText, renderMigrationMarkdown, renderMigrationText, type CorefileReading, type MigrationAnswer } from '../../core/dns/index.js';
import { Renders, RequiresRole } from '../../platform/http/index.js';
import { CorefileReadingDto, CorefileTextDto, MigrationAnswerDto, MigrationQuestionDto } from './corefile.dto.js';

@ApiTags('dns')
@Controller('v1/dns/corefile')
export class CorefileController {
  @Post('parse')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Renders<CorefileReading>({ markdown: renderCorefileMarkdown, text: renderCorefileText })
  @ApiOperation({
    operationId: 'readCorefile',
    summary: 'Read a Corefile as CoreDNS does',
    description:
      'Grammar, snippets, imports, environment variables, zones and ports of each server block, and the set-up of each plugin, as the given release has them: which plugins it has and in which order it runs them, and which options it knows. ' +
      'A Corefile with which CoreDNS would not start is an answer, with the line and CoreDNS’s own words.',
  })
  @ApiOkResponse({ type: CorefileReadingDto, description: 'What CoreDNS makes of it.' })
  parse(@Body() question: CorefileTextDto): CorefileReading {
    return readCorefile(question);
  }

  @Post('migrate')
  @HttpCode(200)
  @RequiresRole('viewer')
  @Renders<MigrationAnswer>({ markdown: renderMigrationMarkdown, text: renderMigrationText })
  @ApiOperation({
    operationId: 'migrateCorefile',
    summary: 'Migrate a Corefile to a later release of CoreDNS',
    description: 'What is deprecated, ignored, removed or new by default in each release on the way, and the Corefile as it then has to be: what kubeadm does on an upgrade, by the data of coredns/corefile-migration.',
  })
  @ApiOkResponse({ type: MigrationAnswerDto, description: 'The notices and the migrated text.' })
  migrate(@Body() question: MigrationQuestionDto): MigrationAnswer {
    return migrateCorefile(question);
  }
}

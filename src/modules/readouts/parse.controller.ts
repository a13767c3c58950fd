import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InputError } from '../../core/errors.js';
import { parseReadout, renderReadoutMarkdown, renderReadoutText, type Readout } from '../../core/readouts/index.js';
import { Renders, RequiresRole } from '../../platform/http/index.js';
import { NewReadoutDto, ReadoutDto, ReadoutQuestionDto } from './readouts.dto.js';

@ApiTags('readouts')
@Controller('v1/parse')
export class ParseController {
  @Post()
  @HttpCode(200)
  @RequiresRole('viewer')
  @Renders<Readout>({ markdown: renderReadoutMarkdown, text: renderReadoutText })
  @ApiOperation({ operationId: 'parseReadout', summary: 'Read a text without keeping it', description: 'Answers what a text that was copied off a node says, and what of it could not be used.' })
  @ApiOkResponse({ type: ReadoutDto, description: 'What the text says.' })
  parse(@Body() { format, text }: NewReadoutDto): Readout {
    return parseReadout(format, text);
  }

  @Get()
  @RequiresRole('viewer')
  @Renders<Readout>({ markdown: renderReadoutMarkdown, text: renderReadoutText }, 'accept')
  @ApiOperation({
    operationId: 'parseReadoutByLink',
    summary: 'Read a text that stands in a link',
    description: 'The same as `POST /v1/parse`, for short texts and links. `format` is the format of the text here; the rendering is chosen by `Accept` alone.',
  })
  @ApiOkResponse({ type: ReadoutDto, description: 'What the text says.' })
  parseLink(@Query() { format, text }: ReadoutQuestionDto): Readout {
    try {
      return parseReadout(format, text);
    } catch (error) {
      throw error instanceof InputError ? inQuery(error) : error;
    }
  }
}

/** The same error of a question that stands in the query. */
function inQuery({ code, message, faults }: InputError): InputError {
  return new InputError(code, message, faults.map(({ pointer, detail }) => ({ pointer: pointer.replace(/^\//, '?'), detail })));
}

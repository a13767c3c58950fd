import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { renderMarkdown, renderText, type Sheet } from '../../core/analysis/index.js';
import {
  answerAggregate, answerContains, answerFree, answerInfo, answerNth, answerOverlaps, answerPlan, answerRange, answerSplit, answerSubtract,
  blocksSheet, containsSheet, freeSheet, infoSheet, nthSheet, overlapsSheet, planSheet, renderInfoText, splitSheet,
  type BlocksAnswer, type ContainsAnswer, type FreeAnswer, type IpInfo, type NthAnswer, type OverlapsAnswer, type PlanAnswer, type SplitAnswer,
} from '../../core/ip/index.js';
import type { PageRequest } from '../../platform/database/index.js';
import { AlsoByLink, PageQuery, Problems, Renders, RequiresRole } from '../../platform/http/index.js';
import { BlocksDto, ContainsDto, FreeDto, IpInfoDto, NthDto, OverlapsDto, PlanDto, SplitDto } from './ip-answers.dto.js';
import {
  AggregateQuestionDto, ContainsQuestionDto, FreeQuestionDto, InfoQuestionDto, NthQuestionDto, OverlapsQuestionDto, PlanQuestionDto, RangeQuestionDto, SplitQuestionDto,
  SubtractQuestionDto,
} from './ip-questions.dto.js';
import { paged, windowOf } from './window.js';

@ApiTags('ip')
@RequiresRole('viewer')
@Controller('v1/ip')
export class IpController {
  @Get('info')
  @Renders<IpInfo>({ markdown: (info) => renderMarkdown(infoSheet(info)), text: renderInfoText })
  @ApiOperation({ operationId: 'tellAddress', summary: 'Tell what an address is', description: 'An IPv4 or IPv6 address and its network: hosts, masks, scope, reverse zones, bits. As text it reads like `ipcalc -b`.' })
  @ApiOkResponse({ type: IpInfoDto, description: 'The address and its network.' })
  info(@Query() question: InfoQuestionDto): IpInfo {
    return answerInfo(question);
  }

  @AlsoByLink()
  @Post('split')
  @HttpCode(200)
  @Renders<SplitAnswer>(of(splitSheet))
  @ApiOperation({
    operationId: 'splitBlock',
    summary: 'Split a block',
    description: 'Into parts of one length (`prefixLength`), into at least so many equal parts (`count`), or into the smallest part for each number of hosts (`hosts`). A page at a time; for the next one the same body is sent again.',
  })
  @ApiOkResponse({ type: SplitDto, description: 'The parts.' })
  split(@Body() question: SplitQuestionDto, @PageQuery() page: PageRequest): SplitAnswer {
    return paged(answerSplit(question, windowOf(page, question)), question);
  }

  @AlsoByLink()
  @Post('aggregate')
  @HttpCode(200)
  @Renders<BlocksAnswer>(of(blocksSheet))
  @ApiOperation({ operationId: 'aggregateBlocks', summary: 'Aggregate blocks', description: 'The fewest blocks that cover exactly the same addresses.' })
  @ApiOkResponse({ type: BlocksDto, description: 'The blocks.' })
  aggregate(@Body() question: AggregateQuestionDto): BlocksAnswer {
    return answerAggregate(question);
  }

  @AlsoByLink()
  @Post('subtract')
  @HttpCode(200)
  @Renders<BlocksAnswer>(of(blocksSheet))
  @Problems('too-large')
  @ApiOperation({ operationId: 'subtractBlocks', summary: 'Subtract blocks', description: 'The fewest blocks that cover exactly what is in `from` and not in `remove`; at most 100,000.' })
  @ApiOkResponse({ type: BlocksDto, description: 'The blocks.' })
  subtract(@Body() question: SubtractQuestionDto): BlocksAnswer {
    return answerSubtract(question);
  }

  @AlsoByLink()
  @Post('overlaps')
  @HttpCode(200)
  @Renders<OverlapsAnswer>(of(overlapsSheet))
  @ApiOperation({
    operationId: 'findOverlaps',
    summary: 'Find overlaps',
    description: 'Every two blocks of differently named ranges that share addresses. A page at a time; for the next one the same body is sent again.',
  })
  @ApiOkResponse({ type: OverlapsDto, description: 'The overlaps.' })
  overlaps(@Body() question: OverlapsQuestionDto, @PageQuery() page: PageRequest): OverlapsAnswer {
    return paged(answerOverlaps(question, windowOf(page, question)), question);
  }

  @AlsoByLink()
  @Post('contains')
  @HttpCode(200)
  @Renders<ContainsAnswer>(of(containsSheet))
  @ApiOperation({ operationId: 'testAddresses', summary: 'Test addresses', description: 'Whether a block holds each address. An IPv4-mapped IPv6 address is of IPv6, and in no IPv4 block.' })
  @ApiOkResponse({ type: ContainsDto, description: 'Each address.' })
  contains(@Body() question: ContainsQuestionDto): ContainsAnswer {
    return answerContains(question);
  }

  @AlsoByLink()
  @Post('range')
  @HttpCode(200)
  @Renders<BlocksAnswer>(of(blocksSheet))
  @ApiOperation({ operationId: 'coverRange', summary: 'Cover a range', description: 'The fewest blocks that cover exactly the addresses from one to another.' })
  @ApiOkResponse({ type: BlocksDto, description: 'The blocks.' })
  range(@Body() question: RangeQuestionDto): BlocksAnswer {
    return answerRange(question);
  }

  @AlsoByLink()
  @Post('nth')
  @HttpCode(200)
  @Renders<NthAnswer>(of(nthSheet))
  @ApiOperation({ operationId: 'pickAddress', summary: 'Pick an address', description: 'The address at an index of a block; a negative index counts from the end.' })
  @ApiOkResponse({ type: NthDto, description: 'The address.' })
  nth(@Body() question: NthQuestionDto): NthAnswer {
    return answerNth(question);
  }

  @AlsoByLink()
  @Post('free')
  @HttpCode(200)
  @Renders<FreeAnswer>(of(freeSheet))
  @Problems('too-large')
  @ApiOperation({ operationId: 'findFreeSpace', summary: 'Find free space', description: 'What of a pool is free, how full it is, and where the next block or address comes from.' })
  @ApiOkResponse({ type: FreeDto, description: 'The free space.' })
  free(@Body() question: FreeQuestionDto): FreeAnswer {
    return answerFree(question);
  }

  @AlsoByLink()
  @Post('plan')
  @HttpCode(200)
  @Renders<PlanAnswer>(of(planSheet))
  @ApiOperation({
    operationId: 'planRanges',
    summary: 'Plan the ranges of a cluster',
    description: 'Ranges for the pods, the Services and the nodes of a cluster to come, which never overlap and touch nothing that is to be avoided, nor 172.17.0.0/16, which Docker takes; with the arithmetic in `steps`.',
  })
  @ApiOkResponse({ type: PlanDto, description: 'The ranges.' })
  plan(@Body() question: PlanQuestionDto): PlanAnswer {
    return answerPlan(question);
  }
}

function of<T>(sheet: (answer: T) => Sheet) {
  return { markdown: (answer: T) => renderMarkdown(sheet(answer)), text: (answer: T) => renderText(sheet(answer)) };
}

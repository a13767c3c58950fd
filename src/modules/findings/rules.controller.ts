import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { nearest } from '../../core/analysis/index.js';
import { InputError } from '../../core/errors.js';
import { rules } from '../../core/findings/index.js';
import { RequiresRole } from '../../platform/http/index.js';
import { RuleDto, RulePageDto, ruleOf } from './findings.dto.js';

@ApiTags('findings')
@Controller('v1/rules')
export class RulesController {
  @Get()
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'listRules', summary: 'List the rules', description: 'The catalogue of what is looked for: what each rule checks, why, and how to mend what it finds.' })
  @ApiOkResponse({ type: RulePageDto, description: 'The rules.' })
  list(): RulePageDto {
    return { items: rules.map(ruleOf), next: null };
  }

  @Get(':rule')
  @RequiresRole('viewer')
  @ApiOperation({ operationId: 'getRule', summary: 'Read a rule', description: 'What it checks, why, and how to mend what it finds.' })
  @ApiParam({ name: 'rule', description: 'The id of a rule.', type: String, example: 'named-targetport-unresolved' })
  @ApiOkResponse({ type: RuleDto, description: 'The rule.' })
  get(@Param('rule') id: string): RuleDto {
    const rule = rules.find((each) => each.id === id);
    if (rule !== undefined) return ruleOf(rule);
    const near = nearest(id, rules.map((each) => each.id));
    throw new InputError('not-found', `there is no rule ${JSON.stringify(id)}; ${near.length > 0 ? `near: ${near.join(', ')}` : 'GET /v1/rules lists them'}`);
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { InputError } from '../../core/errors.js';
import { DatabaseProbe } from '../database/index.js';
import { version } from '../version.js';
import { Public } from './auth.decorators.js';
import { Problems } from './problems.decorator.js';
import { Shutdown } from './shutdown.js';

class Liveness {
  @ApiProperty({ enum: ['alive'], description: 'Always `alive`.' })
  readonly status = 'alive';

  @ApiProperty({ description: 'The version of the service.', example: version })
  readonly version: string = version;
}

class Readiness {
  @ApiProperty({ enum: ['ready'], description: 'Always `ready`; what is not ready answers 503.' })
  readonly status = 'ready';
}

@ApiTags('service')
@Controller()
@Public()
export class HealthController {
  constructor(
    private readonly database: DatabaseProbe,
    private readonly shutdown: Shutdown,
  ) {}

  @Get('livez')
  @ApiOperation({ operationId: 'checkLiveness', summary: 'Ask whether the service lives', description: 'Answers as long as the process can answer at all. It does not ask the database: restarting the service would not bring that back.' })
  @ApiOkResponse({ type: Liveness, description: 'It lives.' })
  livez(): Liveness {
    return new Liveness();
  }

  @Get('readyz')
  @ApiOperation({ operationId: 'checkReadiness', summary: 'Ask whether the service is ready', description: 'Ready means: the database answers, its migrations are done, and the service is not about to stop.' })
  @ApiOkResponse({ type: Readiness, description: 'It takes requests.' })
  @Problems('unavailable')
  async readyz(): Promise<Readiness> {
    if (this.shutdown.signal.aborted) throw new InputError('unavailable', 'the service is about to stop');
    try {
      await this.database.ping();
    } catch {
      throw new InputError('unavailable', 'the database does not answer');
    }
    return new Readiness();
  }
}

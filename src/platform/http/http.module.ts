import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { Clock, SystemClock } from '../clock.js';
import type { Config } from '../config.js';
import { Metrics } from '../metrics.js';
import { Painter } from '../pictures/index.js';
import { AccessCheck } from './access-check.js';
import { AnswerInterceptor } from './answer.interceptor.js';
import { AuthGuard } from './auth.guard.js';
import { CONFIG } from './config.token.js';
import { EventStreams } from './event-streams.js';
import { HealthController } from './health.controller.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { Inward } from './inward.js';
import { MetricsController } from './metrics.controller.js';
import { PageInterceptor } from './page.interceptor.js';
import { PictureLinks } from './picture-links.js';
import { ProblemFilter } from './problem.filter.js';
import { QueryInterceptor } from './query.interceptor.js';
import { Revalidation } from './revalidation.js';
import { RouteTable } from './route-table.js';
import { Shutdown } from './shutdown.js';
import { SnapshotInterceptor } from './snapshot.interceptor.js';
import { UploadInterceptor } from './upload.interceptor.js';
import { ValidationPipe } from './validation.pipe.js';

/** From the outside in: each works on what the ones before it have found, and on the answer before they do. */
const interceptors = [QueryInterceptor, AnswerInterceptor, SnapshotInterceptor, UploadInterceptor, IdempotencyInterceptor, PageInterceptor];

const services = [Metrics, Shutdown, EventStreams, Inward, RouteTable, PictureLinks, Revalidation, { provide: Clock, useClass: SystemClock }];

/** What every request passes through, and the routes that belong to no subject. */
@Global()
@Module({})
export class HttpModule {
  static forRoot(config: Config): DynamicModule {
    const configuration = { provide: CONFIG, useValue: config };
    return {
      module: HttpModule,
      imports: [DiscoveryModule],
      controllers: [HealthController, MetricsController],
      providers: [
        configuration,
        ...services,
        AccessCheck,
        Painter,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: AuthGuard },
        ...interceptors.map((useClass) => ({ provide: APP_INTERCEPTOR, useClass })),
        { provide: APP_PIPE, useClass: ValidationPipe },
      ],
      exports: [configuration, ...services],
    };
  }
}

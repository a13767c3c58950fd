import { Global, Module } from '@nestjs/common';
import { DemoLoader } from './demo.js';
import { ImportJob } from './import.job.js';
import { JobRunner } from './runner.js';
import { SpoolSweeper } from './spool-sweeper.js';

/** Work that outlives its request. */
@Global()
@Module({ providers: [JobRunner, ImportJob, SpoolSweeper, DemoLoader], exports: [JobRunner, ImportJob] })
export class JobsModule {}

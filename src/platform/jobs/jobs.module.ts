import { Global, Module } from '@nestjs/common';
import { CaptureScheduler } from './capture-scheduler.js';
import { CaptureJob } from './capture.job.js';
import { DemoLoader } from './demo.js';
import { ImportJob } from './import.job.js';
import { KubernetesAccess } from '../kubernetes/index.js';
import { DraftReader } from '../reading/index.js';
import { JobRunner } from './runner.js';
import { SpoolSweeper } from './spool-sweeper.js';

/** Work that outlives its request. */
@Global()
@Module({ providers: [JobRunner, KubernetesAccess, DraftReader, ImportJob, CaptureJob, CaptureScheduler, SpoolSweeper, DemoLoader], exports: [JobRunner, KubernetesAccess, ImportJob, CaptureJob] })
export class JobsModule {}

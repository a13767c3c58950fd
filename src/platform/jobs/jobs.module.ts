import { Global, Module } from '@nestjs/common';
import { CaptureScheduler } from './capture-scheduler.js';
import { CaptureJob } from './capture.job.js';
import { DeliveryWorker } from './delivery-worker.js';
import { DemoLoader } from './demo.js';
import { ImportJob } from './import.job.js';
import { KubernetesAccess } from '../kubernetes/index.js';
import { DraftReader } from '../reading/index.js';
import { NewsFinder } from './news-finder.js';
import { NewsTeller } from './news-teller.js';
import { JobRunner } from './runner.js';
import { SpoolSweeper } from './spool-sweeper.js';
import { UsageHistory } from './usage-history.js';

/** Work that outlives its request. */
@Global()
@Module({ providers: [JobRunner, KubernetesAccess, DraftReader, ImportJob, CaptureJob, CaptureScheduler, SpoolSweeper, DemoLoader, UsageHistory, DeliveryWorker, NewsFinder, NewsTeller], exports: [JobRunner, KubernetesAccess, ImportJob, CaptureJob, UsageHistory, DeliveryWorker] })
export class JobsModule {}

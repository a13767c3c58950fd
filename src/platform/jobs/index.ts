export { CaptureJob } from './capture.job.js';
export { DeliveryWorker } from './delivery-worker.js';
export { ImportJob, type ImportInput } from './import.job.js';
export { JobsModule } from './jobs.module.js';
export { JobRunner } from './runner.js';
export { nextRun } from './schedule.js';
export { UsageHistory } from './usage-history.js';

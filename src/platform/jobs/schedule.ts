import { Cron } from 'croner';
import { InputError } from '../../core/errors.js';

/**
 * The first instant after `after` at which a schedule is due: five fields (minute, hour, day of the month, month, day of the week) in UTC, as in crontab(5).
 *
 * @throws InputError `invalid-request` for a text that is no schedule, or that is never due
 */
export function nextRun(schedule: string, after: Date): Date {
  if (schedule.trim().split(/\s+/).length !== 5) {
    throw unfit(`${JSON.stringify(schedule)} does not have the five fields of a schedule: minute, hour, day of the month, month, day of the week, as in "*/15 * * * *"`);
  }
  const next = nextOf(schedule, after);
  if (next === null) throw unfit(`${JSON.stringify(schedule)} is never due`);
  return next;
}

function nextOf(schedule: string, after: Date): Date | null {
  try {
    return new Cron(schedule.trim(), { timezone: 'UTC', paused: true, mode: '5-part' }).nextRun(after);
  } catch (error) {
    throw unfit(`${JSON.stringify(schedule)} is no schedule: ${error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error)}`);
  }
}

function unfit(detail: string): InputError {
  return new InputError('invalid-request', detail, [{ pointer: '/schedule', detail }]);
}

import { ask } from './processes.mjs';
import { median, repeat } from './quantities.mjs';

/** The least that anything would take, in milliseconds. Each is measured in a process of its own, as the service is. */

/** @type {(index: string) => Promise<number>} */
export const parseDump = (index) => timeOf('bare-reading.mjs', 'parse', index);

/** @type {(server: import('./lists.mjs').ListServer, index: string) => Promise<number>} */
export const listPages = (server, index) => timeOf('bare-reading.mjs', 'list', server.url, index);

/** @type {(server: import('./lists.mjs').ListServer, index: string) => Promise<number>} */
export const listAndParsePages = (server, index) => timeOf('bare-reading.mjs', 'list-and-parse', server.url, index);

/** Each time into an empty database. @type {(database: import('./databases.mjs').Database, rows: string) => Promise<number>} */
export async function copyRows(database, rows) {
  const times = await repeat(async () => {
    const home = await database.create();
    const time = await oneTimeOf('bare-rows.mjs', 'copy', home.where, rows);
    await home.discard();
    return time;
  }, (time) => time);
  return median(times);
}

/** @type {(home: import('./databases.mjs').Home, from: number, to: number) => Promise<{ milliseconds: number, rows: number }>} */
export async function readChanges({ where }, from, to) {
  return /** @type {{ milliseconds: number, rows: number }} */ (await ask('bare-rows.mjs', ['changes', where, String(from), String(to)]));
}

/** @type {(home: import('./databases.mjs').Home, number: number) => Promise<number>} */
export const parseBodies = ({ where }, number) => timeOf('bare-rows.mjs', 'bodies', where, String(number));

/** @type {(script: string, ...args: string[]) => Promise<number>} */
async function timeOf(script, ...args) {
  return median(await repeat(() => oneTimeOf(script, ...args), (time) => time));
}

/** @type {(script: string, ...args: string[]) => Promise<number>} */
async function oneTimeOf(script, ...args) {
  const { milliseconds } = /** @type {{ milliseconds: number }} */ (await ask(script, args));
  return milliseconds;
}

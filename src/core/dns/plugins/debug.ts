import { passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/debug/debug.go */
export const debug = passive('debug', false, (c) => {
  while (c.next()) if (c.nextArg()) throw c.argErr();
});

import { passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/root/root.go */
export const root = passive('root', false, (c) => {
  while (c.next()) {
    if (!c.nextArg()) throw c.argErr();
    c.block.root = c.val();
  }
});

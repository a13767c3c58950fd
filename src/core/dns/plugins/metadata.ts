import { passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/metadata/setup.go */
export const metadata = passive('metadata', true, (c) => {
  c.next();
  c.remainingArgs();
  if (c.nextBlock() || c.next()) throw c.argErr();
});

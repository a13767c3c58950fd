import { passive } from '../setup-tools.js';

/** Signs zone files from time to time. Source: coredns 1.14.7, plugin/sign/setup.go; its keys are not looked at */
export const sign = passive('sign', false, (c) => {
  while (c.next()) {
    if (!c.nextArg()) throw c.argErr();
    c.remainingArgs();
    while (c.nextBlock()) {
      if (c.val() !== 'key' && c.val() !== 'directory') throw c.err(`unknown property '${c.val()}'`);
      const directory = c.val() === 'directory';
      const args = c.remainingArgs();
      if (directory && args.length !== 1) throw c.plainErr('can only be one argument after "directory"');
      if (!directory) c.assume('the keys of the plugin sign can be read');
    }
  }
});

import { passive } from '../setup-tools.js';

const classes = ['all', 'success', 'denial', 'error'];

/** Source: coredns 1.14.7, plugin/log/setup.go, plugin/pkg/response/classify.go */
export const log = passive('log', true, (c) => {
  while (c.next()) {
    c.remainingArgs();
    while (c.nextBlock()) {
      if (c.option() !== 'class') throw c.err(`unknown property '${c.val()}'`);
      const args = c.remainingArgs();
      if (args.length === 0) throw c.argErr();
      const wrong = args.find((name) => !classes.includes(name));
      if (wrong !== undefined) throw c.plainErr(`invalid Class: ${wrong}`);
    }
  }
});

import { NotAnExpression, readExpression, type ViewExpression } from '../view-expression.js';
import type { Query } from '../message.js';
import type { DnsPlugin } from '../plugin.js';
import { once } from '../setup-tools.js';

/** Lets a block take only the queries for which its expressions hold. Source: coredns 1.14.7, plugin/view/{setup,view}.go */
export const view: DnsPlugin<undefined> = {
  name: 'view',
  setup(c) {
    const conditions: (ViewExpression | undefined)[] = [];
    for (let lines = 1; c.next(); lines++) {
      once(c, lines);
      const [name, more] = c.remainingArgs();
      if (name === undefined || more !== undefined) throw c.argErr();
      while (c.nextBlock()) {
        if (c.val() !== 'expr') throw c.err(`unknown property '${c.val()}'`);
        const text = c.remainingArgs().join(' ');
        try {
          conditions.push(readExpression(text));
        } catch (error) {
          if (!(error instanceof NotAnExpression)) throw error;
          c.assume(`the expression “${text}” of the view ${name} is not understood: which queries it takes is not known`);
          conditions.push(undefined);
        }
      }
      c.block.view = { name, accepts: (query) => accepts(conditions, query) };
    }
    return [undefined];
  },
};

/** All must hold; the first that does not ends it. */
function accepts(conditions: readonly (ViewExpression | undefined)[], query: Query): boolean | undefined {
  for (const condition of conditions) {
    const holds = condition?.(query);
    if (holds === undefined) return undefined;
    if (holds !== true) return false;
  }
  return true;
}

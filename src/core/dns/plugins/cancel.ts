import { parseDuration } from '../go/duration.js';
import { quoteGo } from '../go/quote.js';
import { fail, passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/cancel/cancel.go */
export const cancel = passive('cancel', true, (c) => {
  while (c.next()) {
    const args = c.remainingArgs();
    const [text] = args;
    if (args.length > 1) throw c.argErr();
    if (text === undefined) continue;
    const duration = parseDuration(text);
    if ('error' in duration) fail(c, `invalid duration: ${quoteGo(text)}`);
    else if (duration.value <= 0n) fail(c, `invalid negative duration: ${quoteGo(text)}`);
  }
});

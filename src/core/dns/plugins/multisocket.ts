import { atoi } from '../go/number.js';
import { fail, passive } from '../setup-tools.js';

const most = 1024;

/** Source: coredns 1.14.7, plugin/multisocket/multisocket.go */
export const multisocket = passive('multisocket', false, (c) => {
  c.next();
  const args = c.remainingArgs();
  if (args.length > 1 || c.next()) throw c.argErr();
  const [text] = args;
  if (text === undefined) return;
  const sockets = atoi(text);
  if ('error' in sockets) fail(c, `invalid num sockets: ${sockets.error}`);
  else if (sockets.value < 1) fail(c, `num sockets can not be zero or negative: ${sockets.value}`);
  else if (sockets.value > most && c.version.atLeast('1.13.2')) fail(c, `num sockets exceeds maximum (${most}): ${sockets.value}`);
});

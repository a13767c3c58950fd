import { passive } from '../setup-tools.js';

const events = ['startup', 'shutdown', 'certrenew'];

/** Source: coredns/caddy v1.1.4, onevent/on.go and onevent/hook/config.go. How its command is split is not checked. */
export const on = passive('on', false, (c) => {
  while (c.next()) {
    if (!c.nextArg()) throw c.argErr();
    if (!events.includes(c.val().toLowerCase())) throw c.err(`Wrong event name or event not supported: '${c.val()}'`);
    c.remainingArgs();
  }
}, { barePrefix: true });

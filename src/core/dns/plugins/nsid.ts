import { once, passive } from '../setup-tools.js';

/** Adds an option of EDNS to replies; records stay. Source: coredns 1.14.7, plugin/nsid/setup.go */
export const nsid = passive('nsid', true, (c) => {
  for (let lines = 1; c.next(); lines++) {
    once(c, lines);
    c.remainingArgs();
  }
});

import { fail, type Invocation } from './plugin.js';
import type { Link } from './machine.js';

/**
 * The interface that a new one is to stand on, and whether its MTU allows this one.
 *
 * @param name '' takes the one that the default route goes out by
 * @throws PluginFailure
 */
export function findMaster({ machine }: Invocation, name: string, inContainer: boolean): Link {
  const namespace = inContainer ? machine.container : machine.host;
  const wanted = name === '' ? namespace.routes.find(({ dst, table }) => dst.prefixLength === 0 && table === undefined)?.dev : name;
  if (wanted === undefined) return fail('no default route interface found');
  return namespace.links.get(wanted) ?? fail('Link not found');
}

/** @throws PluginFailure */
export function requireMtu(mtu: number, master: Link): void {
  if (mtu < 0 || mtu > master.mtu) fail(`invalid MTU ${mtu}, must be [0, master MTU(${master.mtu})]`);
}

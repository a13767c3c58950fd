import { normalizeExact } from '../corefile/zone-address.js';
import { readUpstream } from '../forward/upstream.js';
import { parseDuration } from '../go/duration.js';
import { splitHostPort } from '../go/net.js';
import { atoi } from '../go/number.js';
import type { Controller, DnsPlugin } from '../plugin.js';
import { fail, orFail } from '../setup-tools.js';
import { serveForward, type ForwardConfig } from './forward.js';

/** What `forward` was before 1.5.0. Source: coredns 1.3.1, plugin/proxy/{setup,upstream}.go */
export const proxy: DnsPlugin<ForwardConfig> = {
  name: 'proxy',
  setup(c) {
    const configs: ForwardConfig[] = [];
    while (c.next()) configs.push(readLine(c));
    return configs;
  },
  handler: (config) => (query, chain) => serveForward('proxy', config, query, chain),
};

function readLine(c: Controller): ForwardConfig {
  const [from] = c.args(1) ?? [];
  if (from === undefined) throw c.argErr();
  const to = c.remainingArgs();
  if (to.length === 0) throw c.argErr();
  const upstreams = to.flatMap((text) => {
    const found = readUpstream(c, text);
    return found === 'a name' ? fail(c, `not an IP address or file: "${text}"`) : found;
  });
  if (upstreams.length > 15) fail(c, `more than 15 TOs configured: ${upstreams.length}`);
  const except: string[] = [];
  while (c.nextBlock()) readOption(c, except);
  return { from: normalizeExact(from)[0] ?? '', except, upstreams, policy: 'random', next: [] };
}

function readOption(c: Controller, except: string[]): void {
  const unknown = c.err(`unknown property '${c.val()}'`);
  const option = c.option();
  const args = c.remainingArgs();
  const [first] = args;
  if (['policy', 'fail_timeout', 'max_fails', 'health_check', 'except', 'protocol'].includes(option) && first === undefined) throw c.argErr();
  switch (option) {
    case 'policy':
      if (!['random', 'least_conn', 'round_robin', 'first'].includes(first ?? '')) throw c.argErr();
      return;
    case 'fail_timeout':
      orFail(c, parseDuration(first ?? ''));
      return;
    case 'max_fails':
      orFail(c, atoi(first ?? ''));
      return;
    case 'health_check':
      orFail(c, splitHostPort(first ?? ''));
      if (args[1] !== undefined) orFail(c, parseDuration(args[1]));
      return;
    case 'except':
      except.push(...args.flatMap(normalizeExact));
      return;
    case 'spray':
      return;
    case 'protocol':
      return readProtocol(c, args);
    default:
      throw unknown;
  }
}

function readProtocol(c: Controller, [name = '', option]: readonly string[]): void {
  if (name === 'dns') {
    if (option !== undefined && option !== 'force_tcp') fail(c, 'only force_tcp allowed as parameter to dns');
  } else if (name !== 'grpc' && !(name === 'https_google' && !c.version.atLeast('1.2.0'))) fail(c, `invalid protocol: ${name}`);
}

import { formatDuration, parseDuration } from '../go/duration.js';
import { parseIp, splitHostPort } from '../go/net.js';
import { atoi, parseUint } from '../go/number.js';
import { quoteGo } from '../go/quote.js';
import { isDomainName } from '../name.js';
import { normalizeExact } from '../corefile/zone-address.js';
import type { Controller } from '../plugin.js';
import { rcodeNumber } from '../record-types.js';
import { fail, orFail } from '../setup-tools.js';

/** What the block of a `forward` line says, as far as answers or errors depend on it. */
export interface ForwardOptions {
  except: string[];
  tlsServerName: string;
  policy: string;
  maxConcurrent: number | undefined;
  /** Codes at which the next line is asked. */
  next: string[];
  nextOnNoData: boolean;
  expire: bigint;
  maxAge: bigint;
}

/** Source: coredns 1.14.7, plugin/forward/setup.go parseBlock. */
export function readForwardOption(c: Controller, options: ForwardOptions): void {
  const option = c.option();
  switch (option) {
    case 'except':
      options.except.push(...atLeastOne(c).flatMap(normalizeExact));
      return;
    case 'max_fails':
    case 'max_connect_attempts':
      orFail(c, parseUint(argument(c), 32));
      return;
    case 'health_check':
      return readHealthCheck(c);
    case 'force_tcp':
    case 'prefer_udp':
      return noArgument(c);
    case 'next_on_nodata':
      noArgument(c);
      options.nextOnNoData = true;
      return;
    case 'failfast_all_unhealthy_upstreams':
      if (c.remainingArgs().length > 0) throw c.argErr();
      return;
    case 'tls':
      if (c.remainingArgs().length > 3) throw c.argErr();
      return;
    case 'tls_servername':
      options.tlsServerName = argument(c);
      return;
    case 'expire':
      options.expire = duration(c, 'expire');
      return;
    case 'max_age':
      options.maxAge = duration(c, 'max_age');
      return;
    case 'read_timeout': {
      const value = orFail(c, parseDuration(argument(c)));
      if (value <= 0n) fail(c, `read_timeout must be positive: ${formatDuration(value)}`);
      return;
    }
    case 'max_idle_conns':
      count(c, option);
      return;
    case 'max_concurrent':
      options.maxConcurrent = count(c, option);
      return;
    case 'doh_method':
      if (!['POST', 'GET'].includes(argument(c))) fail(c, 'doh_method must be either POST or GET');
      return;
    case 'policy':
      options.policy = argument(c);
      if (!['random', 'round_robin', 'sequential'].includes(options.policy)) throw c.err(`unknown policy '${options.policy}'`);
      return;
    case 'next':
      options.next.push(...rcodes(c));
      return;
    case 'failover':
      if (rcodes(c).includes('NOERROR')) fail(c, 'NoError cannot be used in failover');
      return;
    case 'resolver':
      return readResolver(c);
    case 'source_address':
      if (parseIp(argument(c)) === undefined) throw c.err(`invalid IP address: ${c.val()}`);
      return;
    default:
      throw c.err(`unknown property '${c.val()}'`);
  }
}

function argument(c: Controller): string {
  if (!c.nextArg()) throw c.argErr();
  return c.val();
}

function noArgument(c: Controller): void {
  if (c.nextArg()) throw c.argErr();
}

function atLeastOne(c: Controller): string[] {
  const args = c.remainingArgs();
  if (args.length === 0) throw c.argErr();
  return args;
}

function duration(c: Controller, name: string): bigint {
  const value = orFail(c, parseDuration(argument(c)));
  return value < 0n ? fail(c, `${name} can't be negative: ${formatDuration(value)}`) : value;
}

function count(c: Controller, name: string): number {
  const value = orFail(c, atoi(argument(c)));
  return value < 0 ? fail(c, `${name} can't be negative: ${value}`) : value;
}

function rcodes(c: Controller): string[] {
  return atLeastOne(c).map((name) => (rcodeNumber(name.toUpperCase()) === undefined ? fail(c, `${name} is not a valid rcode`) : name.toUpperCase()));
}

function readHealthCheck(c: Controller): void {
  const interval = orFail(c, parseDuration(argument(c)));
  if (interval < 0n) fail(c, `health_check can't be negative: ${interval}`);
  while (c.nextArg()) {
    const option = c.val();
    if (option === 'no_rec' && c.version.atLeast('1.6.8')) continue;
    if (option !== 'domain' || !c.version.atLeast('1.9.2')) fail(c, `health_check: unknown option ${option}`);
    const domain = argument(c);
    if (!isDomainName(domain)) fail(c, `health_check: invalid domain name ${domain}`);
  }
}

function readResolver(c: Controller): void {
  for (const arg of atLeastOne(c)) {
    const split = splitHostPort(arg);
    if (parseIp('error' in split ? arg : split.value.host) === undefined) fail(c, `resolver must be an IP address or IP:port: ${quoteGo(arg)}`);
  }
}

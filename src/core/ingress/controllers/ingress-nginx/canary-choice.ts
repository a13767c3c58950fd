import type { Journal } from '../../../analysis/index.js';
import type { IngressRequest } from '../../request.js';
import type { CanaryConfig } from './annotations/canary.js';
import type { NginxConfiguration, Upstream } from './model/configuration.js';
import { compileNginxRegex } from './nginx/pcre.js';
import { cookieOf, headerOf } from './request-variables.js';

/** Which upstream gets a request: one, or by chance one of two. */
export interface UpstreamChoice {
  readonly upstream: Upstream;
  /** Present where a canary gets a share. */
  readonly canary?: { readonly upstream: Upstream; /** 0 to 1, neither of them. */ readonly share: number };
}

/**
 * Asks the first canary of an upstream: by header, by cookie, by weight.
 *
 * @param served whether nginx has something to send requests to
 * Source: rootfs/etc/nginx/lua/balancer.lua, get_balancer, route_to_alternative_balancer, controller-v1.15.1
 */
export function chooseUpstream(request: IngressRequest, main: Upstream, upstreams: NginxConfiguration['upstreams'], served: (upstream: Upstream) => boolean, journal?: Journal): UpstreamChoice {
  const canary = upstreams.get(main.alternatives[0] ?? '');
  if (canary?.policy === undefined) return { upstream: main };
  if (!served(canary)) {
    journal?.step('nginx', 'ask canary', `${tell(canary)} has no endpoints, so the main Service gets everything`);
    return { upstream: main };
  }
  warnOfAffinity(request, main, journal);
  const { verdict, reason } = decide(request, canary.policy);
  const share = verdict === 'weight' ? shareOf(canary.policy) : verdict === 'canary' ? 1 : 0;
  journal?.step('nginx', 'ask canary', `${reason}: ${share === 0 ? 'the main Service' : share === 1 ? `the canary ${tell(canary)}` : `the canary ${tell(canary)} gets ${percent(share)}`}`);
  if (share === 0) return { upstream: main };
  return share === 1 ? { upstream: canary } : { upstream: main, canary: { upstream: canary, share } };
}

function tell({ service, port }: Upstream): string {
  return `${service}:${port}`;
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function shareOf({ weight, weightTotal }: CanaryConfig): number {
  return Math.min(1, Math.max(0, weight / Math.max(100, weightTotal)));
}

function decide(request: IngressRequest, policy: CanaryConfig): { readonly verdict: 'canary' | 'main' | 'weight'; readonly reason: string } {
  const header = policy.header === '' ? undefined : headerOf(request, policy.header);
  if (header !== undefined) {
    const told = `header ${policy.header}: ${header.slice(0, 80)}`;
    if (policy.headerValue !== '') {
      if (header === policy.headerValue) return { verdict: 'canary', reason: told };
    } else if (policy.headerPattern !== '') {
      const matches = matchesPattern(header, policy.headerPattern);
      if (matches === undefined) return { verdict: 'main', reason: `${told}, and the pattern ${policy.headerPattern} is broken or was not run` };
      if (matches) return { verdict: 'canary', reason: `${told} matches ${policy.headerPattern}` };
    } else if (header === 'always' || header === 'never') return { verdict: header === 'always' ? 'canary' : 'main', reason: told };
  }
  const cookie = policy.cookie === '' ? undefined : cookieOf(request, policy.cookie);
  if (cookie === 'always' || cookie === 'never') return { verdict: cookie === 'always' ? 'canary' : 'main', reason: `cookie ${policy.cookie}=${cookie}` };
  return { verdict: 'weight', reason: `weight ${policy.weight} of ${Math.max(100, policy.weightTotal)}` };
}

function matchesPattern(header: string, pattern: string): boolean | undefined {
  const regex = compileNginxRegex(pattern, { caseless: false });
  return regex.kind === 'linear' ? regex.test(header) : undefined;
}

function warnOfAffinity(request: IngressRequest, { affinityCookie }: Upstream, journal?: Journal): void {
  if (journal === undefined || affinityCookie === '' || cookieOf(request, affinityCookie) === undefined) return;
  journal.warn(`The request brings the cookie ${affinityCookie}: a client that it binds to an endpoint stays with it, whatever the canary says. The answer is that for a client that it does not bind.`);
}

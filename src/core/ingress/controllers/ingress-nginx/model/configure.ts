import type { Steps } from '../../../../analysis/index.js';
import { compareText, type ClusterView } from '../../../../cluster/index.js';
import type { NginxSettings } from '../settings.js';
import { mergeCanary } from './canaries.js';
import { defaultCertificate } from './certificates.js';
import type { LostRule, NginxConfiguration, ParsedIngress } from './configuration.js';
import { applyDefaultBackends } from './default-backends.js';
import { addLocations } from './locations.js';
import { redirectServers } from './redirect-servers.js';
import { createServers } from './servers.js';
import { sortLocations, splitLocations } from './split-locations.js';
import { createUpstreams } from './upstreams.js';

/**
 * What the controller makes of its Ingresses, step by step.
 *
 * @param ingresses in the order in which it reads them
 * Source: internal/ingress/controller/controller.go, getConfiguration, getBackendServers, controller-v1.15.1
 */
export function* configurationSteps(view: ClusterView, settings: NginxSettings, ingresses: readonly ParsedIngress[]): Steps<NginxConfiguration> {
  const upstreams = yield* createUpstreams(view, settings, ingresses);
  const servers = createServers(ingresses, { view, upstreams, defaultCertificate: defaultCertificate(view, settings) });
  const lost: LostRule[] = [];
  for (const parsed of ingresses) {
    yield;
    addLocations(parsed, { upstreams, servers, lost });
  }
  const canaries = ingresses.filter(({ annotations }) => annotations.canary !== undefined);
  const hasMain = canaries.length < ingresses.length;
  for (const canary of canaries) if (hasMain) mergeCanary(canary, { upstreams, servers, lost });
  applyDefaultBackends(view, servers.values(), upstreams);
  for (const server of servers.values()) {
    yield;
    server.locations = splitLocations(sortLocations(server.locations));
  }
  const sorted = [...servers.values()].sort((a, b) => compareText(a.hostname, b.hostname));
  return { upstreams, servers: sorted, redirectServers: redirectServers(sorted), lost };
}

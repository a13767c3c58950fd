import type { RuleRef } from '../../answer.js';
import type { DataPlane, RunLocation, RunServer } from './data-plane.js';
import type { NginxConfiguration, ParsedIngress } from './model/configuration.js';
import { nameOf } from './model/rules.js';
import { faultOfServerName } from './nginx/server-names.js';
import { compileNginxRegex } from './nginx/pcre.js';

/** Something for which nginx refuses the whole configuration, or for which the controller cannot make one. */
export interface ConfigurationFault {
  /** A sentence without its full stop. */
  readonly reason: string;
  /** The rules that make it together. */
  readonly rules: readonly RuleRef[];
  /** `namespace/name` of the Ingresses that make it. */
  readonly ingresses: readonly string[];
}

/**
 * Why nginx would not load the configuration: the one before it then runs on, and no later change takes effect.
 *
 * Source: nginx 1.27.1 src/http/ngx_http.c, ngx_http_join_exact_locations; ngx_http_core_module.c, ngx_http_core_server_name; ngx_http_variables.c, ngx_http_variables_init_vars;
 * kubernetes/ingress-nginx internal/ingress/controller/controller.go, syncIngress, mergeAlternativeBackends, controller-v1.15.1
 */
export function faultsOf({ servers, names }: Pick<DataPlane, 'servers'> & { readonly names: readonly NamedServer[] }, ingresses: readonly ParsedIngress[]): ConfigurationFault[] {
  return [...servers.flatMap(faultsOfServer), ...names.flatMap(faultsOfName), ...canaryFaults(ingresses)];
}

/** A name of a server, and the Ingress that asks for it. */
export interface NamedServer {
  readonly name: string;
  readonly ingresses: readonly string[];
}

/** The names that nginx is given. A wildcard host is a regex that the controller makes, and always sound. */
export function namedServers({ servers, redirectServers }: NginxConfiguration): NamedServer[] {
  const ingressesOf = (hostname: string) => [...new Set(servers.find((each) => each.hostname === hostname)?.locations.flatMap(({ ingress }) => (ingress === undefined ? [] : [nameOf(ingress)])) ?? [])];
  return [
    ...redirectServers.map(({ from, to }) => ({ name: from, ingresses: ingressesOf(to) })),
    ...servers.flatMap(({ hostname, aliases }) => aliases.map((name) => ({ name, ingresses: ingressesOf(hostname) }))),
  ];
}

function faultsOfServer(server: RunServer): ConfigurationFault[] {
  const told = new Set<string>();
  return [...(server.isRegex ? [] : duplicates(server)), ...server.locations.flatMap((location) => faultsOfLocation(location, told))];
}

function duplicates({ locations, server }: RunServer): ConfigurationFault[] {
  const seen = new Map<string, RunLocation>();
  return locations.flatMap((location) => {
    const key = `${location.isExact ? '=' : ''}${location.path}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, location);
      return [];
    }
    return [fault(`duplicate location "${location.location.path}" in the server ${server.hostname}`, [first, location])];
  });
}

/** The annotations of one Ingress are in several locations: what is wrong with them is told once. */
function faultsOfLocation(location: RunLocation, told: Set<string>): ConfigurationFault[] {
  const { regex, rewrite, redirect, appRoot, isLiteral, server } = location;
  if (!server.isRegex && rewrite === undefined && redirect === undefined && appRoot === undefined) return [];
  const reasons = [
    ...(server.isRegex && !isLiteral && regex.kind === 'invalid' ? [`the path is no regular expression: ${regex.reason}`] : []),
    ...(rewrite?.regex.kind === 'invalid' && !server.isRegex ? [`the path is no regular expression: ${rewrite.regex.reason}`] : []),
    ...[rewrite?.target, redirect, appRoot].flatMap((script) => (script !== undefined && 'fault' in script ? [script.fault] : [])),
  ];
  const owner = location.location.ingress === undefined ? '' : nameOf(location.location.ingress);
  const fresh = reasons.filter((reason) => !told.has(`${owner} ${reason}`));
  for (const reason of fresh) told.add(`${owner} ${reason}`);
  return fresh.map((reason) => fault(`${reason}, in the location "${location.location.path}" of the server ${server.server.hostname}`, [location]));
}

function fault(reason: string, locations: readonly RunLocation[]): ConfigurationFault {
  const rules = locations.flatMap(({ location }) => location.rule ?? []);
  const ingresses = locations.flatMap(({ location }) => (location.ingress === undefined ? [] : [nameOf(location.ingress)]));
  return { reason, rules, ingresses: [...new Set(ingresses)] };
}

function faultsOfName({ name, ingresses }: NamedServer): ConfigurationFault[] {
  const regex = name.startsWith('~') && name.length > 1 ? compileNginxRegex(name.slice(1), { caseless: false }) : undefined;
  const reason = faultOfServerName(name) ?? (regex?.kind === 'invalid' ? `the server name ${name} is no regular expression: ${regex.reason}` : undefined);
  return reason === undefined ? [] : [{ reason, rules: [], ingresses }];
}

/** The controller reads the paths of every rule of a canary, and ends where a rule has none. */
function canaryFaults(ingresses: readonly ParsedIngress[]): ConfigurationFault[] {
  if (ingresses.every(({ annotations }) => annotations.canary !== undefined)) return [];
  return ingresses.flatMap(({ ingress, annotations }) => {
    const isBare = annotations.canary !== undefined && ingress.spec.rules?.some(({ http }) => http === undefined) === true;
    return isBare ? [{ reason: `the canary Ingress ${nameOf(ingress)} has a rule without http, on which the controller crashes`, rules: [], ingresses: [nameOf(ingress)] }] : [];
  });
}

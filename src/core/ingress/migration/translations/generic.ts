import type { ClusterView, Ingress } from '../../../cluster/index.js';
import { byAge, hostOf, nameOf, pathsOf, plannedBackend } from '../ingress-paths.js';
import type { CarriedFeature, MigrationPlan, PlannedHost, PlannedRule, Translation } from '../plan.js';

interface Draft {
  readonly rules: PlannedRule[];
  tls?: { readonly secret: string | null };
}

/** What the Ingress API itself says, which any controller shares. Annotations of controllers whose translation is not written do not carry over. */
export const genericTranslation: Translation = {
  kinds: ['generic', 'traefik', 'haproxy-ingress', 'contour'],
  plan: (_controller, ingresses, view) => planGeneric(view, ingresses),
};

function planGeneric(view: ClusterView, ingresses: readonly Ingress[]): MigrationPlan {
  const features = new Map<string, CarriedFeature[]>();
  const hosts = new Map<string, Draft>();
  const draftOf = (host: string): Draft => {
    const draft = hosts.get(host) ?? { rules: [] };
    hosts.set(host, draft);
    return draft;
  };
  for (const ingress of byAge(ingresses)) {
    const told: CarriedFeature[] = [...annotationsOf(ingress), ...tlsOf(ingress)];
    features.set(nameOf(ingress), told);
    for (const rule of ingress.spec.rules ?? []) {
      const draft = draftOf(hostOf(rule));
      const certificate = draft.tls ?? certificateOf(ingress, hostOf(rule));
      if (certificate !== undefined) draft.tls = certificate;
    }
    for (const path of pathsOf(ingress)) {
      const { backend, features: more } = plannedBackend(view, ingress, path.backend, `path ${path.path}`);
      told.push(...more);
      if (path.pathType === 'ImplementationSpecific') told.push({ feature: `path ${path.path}`, carries: 'partly', detail: 'ImplementationSpecific is written as PathPrefix' });
      const type = path.pathType === 'Exact' ? ('Exact' as const) : ('PathPrefix' as const);
      draftOf(path.host).rules.push({ path: { type, value: path.path }, backends: backend === undefined ? [] : [backend], from: nameOf(ingress) });
    }
    if (ingress.spec.defaultBackend !== undefined) {
      const { backend, features: more } = plannedBackend(view, ingress, ingress.spec.defaultBackend, 'spec.defaultBackend');
      told.push(...more, { feature: 'spec.defaultBackend', carries: 'yes', detail: 'a rule for every path of its hosts' });
      const own = new Set((ingress.spec.rules ?? []).map(hostOf));
      for (const host of own.size === 0 ? [''] : own) draftOf(host).rules.push({ path: { type: 'PathPrefix', value: '/' }, backends: backend === undefined ? [] : [backend], from: nameOf(ingress) });
    }
  }
  return { hosts: [...hosts].map(([host, { rules, tls }]): PlannedHost => ({ host, aliases: [], rules, ...(tls !== undefined && { tls }) })), features };
}

/** The Secret of the first entry that names the host, or names none. */
export function certificateOf({ metadata, spec }: Ingress, host: string): { readonly secret: string | null } | undefined {
  const entry = (spec.tls ?? []).find(({ hosts = [] }) => hosts.length === 0 || hosts.some((each) => each.toLowerCase() === host));
  if (entry === undefined) return undefined;
  return { secret: entry.secretName === undefined || entry.secretName === '' ? null : `${metadata.namespace}/${entry.secretName}` };
}

export function tlsOf({ metadata, spec }: Ingress): CarriedFeature[] {
  return (spec.tls ?? []).map(({ secretName, hosts = [] }) =>
    secretName === undefined || secretName === ''
      ? { feature: 'spec.tls', value: hosts.join(', '), carries: 'no' as const, detail: 'it names no Secret, and a listener needs one: the default certificate of the controller has no counterpart' }
      : { feature: 'spec.tls', value: hosts.join(', '), carries: 'yes' as const, detail: `a listener with Secret ${metadata.namespace}/${secretName}, which a ReferenceGrant opens to the Gateway` },
  );
}

const common = ['kubernetes.io/ingress.class', 'cert-manager.io/', 'acme.cert-manager.io/', 'external-dns.alpha.kubernetes.io/', 'meta.helm.sh/', 'argocd.argoproj.io/', 'app.kubernetes.io/', 'kubectl.kubernetes.io/'];

function annotationsOf({ metadata }: Ingress): CarriedFeature[] {
  return Object.entries(metadata.annotations ?? {}).flatMap(([feature, value]) =>
    common.some((prefix) => feature.startsWith(prefix)) ? [] : [{ feature, value, carries: 'no' as const, detail: 'what it does is the controller’s own: look for a policy of the implementation' }],
  );
}

/** Annotations of others that look at the object: they go where the Gateway goes. */
export function neighbourAnnotations({ metadata }: Ingress): CarriedFeature[] {
  return Object.entries(metadata.annotations ?? {}).flatMap(([feature, value]): CarriedFeature[] => {
    if (feature.startsWith('cert-manager.io/') || feature.startsWith('acme.cert-manager.io/')) return [{ feature, value, carries: 'partly', detail: 'cert-manager reads it from the Gateway instead, which has listeners of several namespaces: write Certificates where that does not fit' }];
    if (feature.startsWith('external-dns.alpha.kubernetes.io/')) return [{ feature, value, carries: 'partly', detail: 'external-dns reads Gateways and routes with its own sources: --source=gateway-httproute' }];
    return [];
  });
}

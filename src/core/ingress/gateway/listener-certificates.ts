import type { ClusterView, Gateway } from '../../cluster/index.js';
import type { Condition } from './condition.js';
import { permissionOf } from './reference-grants.js';

type Listener = Gateway['spec']['listeners'][number];
type CertificateRef = NonNullable<NonNullable<Listener['tls']>['certificateRefs']>[number];

/** What a listener terminates TLS with. */
export interface ListenerCertificates {
  /** `namespace/name` of each Secret that is served, in the order of the listener. */
  readonly secrets: readonly string[];
  /** Those of `secrets` that the snapshot does not know. */
  readonly unknown: readonly string[];
  /** ResolvedRefs=False where a reference fails; absent where all are good. */
  readonly fault?: Condition;
  /** What was taken for granted. */
  readonly warnings: readonly string[];
}

interface Judged {
  readonly secret?: string;
  readonly reason?: 'InvalidCertificateRef' | 'RefNotPermitted';
  readonly detail: string;
  readonly warning?: string;
}

/** Source: gateway-api v1.6 apis/v1/gateway_types.go, ListenerTLSConfig.CertificateRefs and ListenerReasonInvalidCertificateRef */
export function certificatesOf(view: ClusterView, gateway: Gateway, listener: Listener): ListenerCertificates {
  const judged = (listener.tls?.certificateRefs ?? []).map((ref) => judge(view, gateway, ref));
  const secrets = judged.flatMap(({ secret }) => secret ?? []);
  const bad = judged.filter(({ reason }) => reason !== undefined);
  const warnings = judged.flatMap(({ warning }) => warning ?? []);
  const unknown = judged.flatMap(({ secret, warning }) => (secret !== undefined && warning !== undefined ? secret : []));
  if (judged.length === 0) return { secrets, unknown, warnings, fault: fault('InvalidCertificateRef', 'it terminates TLS and names no certificate') };
  if (bad.length === 0) return { secrets, unknown, warnings };
  const reason = bad.every((each) => each.reason === 'RefNotPermitted') ? 'RefNotPermitted' : 'InvalidCertificateRef';
  return { secrets, unknown, warnings, fault: fault(reason, bad.map(({ detail }) => detail).join('; ')) };
}

function judge(view: ClusterView, { metadata }: Gateway, { group, kind, namespace = metadata.namespace, name }: CertificateRef): Judged {
  const named = `${namespace}/${name}`;
  if (group !== '' || kind !== 'Secret') {
    return { reason: 'InvalidCertificateRef', detail: `${kind}${group === '' ? '' : `.${group}`} ${named} is no Secret` };
  }
  const permission = permissionOf(
    view,
    { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: metadata.namespace },
    { group: '', kind: 'Secret', namespace, name },
  );
  if (permission.state === 'refused') return { reason: 'RefNotPermitted', detail: `no ReferenceGrant in ${namespace} lets Gateways of ${metadata.namespace} use Secret ${named}` };
  const warning = permission.state === 'unknown' ? `The snapshot does not hold all ReferenceGrants of ${namespace}: Gateway ${metadata.namespace}/${metadata.name} was taken to be allowed Secret ${named}.` : undefined;
  return judgeSecret(view, namespace, name, warning);
}

function judgeSecret(view: ClusterView, namespace: string, name: string, warning: string | undefined): Judged {
  const named = `${namespace}/${name}`;
  const secret = view.get('Secret', namespace, name);
  if (secret === undefined) {
    if (view.covers('Secret', namespace)) return { reason: 'InvalidCertificateRef', detail: `there is no Secret ${named}` };
    const made = view.objects('Certificate').find(({ metadata, spec }) => metadata.namespace === namespace && spec.secretName === name);
    const because = made === undefined ? 'it was taken to exist' : `Certificate ${namespace}/${made.metadata.name} is to fill it`;
    return { secret: named, detail: because, warning: warning ?? `The snapshot does not know the Secret ${named}: ${because}.` };
  }
  if (secret.certificate?.readable !== true || !secret.keys.includes('tls.key')) {
    const lacks = secret.certificate === undefined ? 'no tls.crt' : secret.certificate.readable ? 'no tls.key' : 'a tls.crt that is no certificate';
    return { reason: 'InvalidCertificateRef', detail: `Secret ${named} has ${lacks}` };
  }
  return { secret: named, detail: 'it holds a certificate', ...(warning !== undefined && { warning }) };
}

function fault(reason: string, detail: string): Condition {
  return { type: 'ResolvedRefs', status: 'False', reason, detail };
}

import { openText } from './secrecy.js';
import { dict, text, type Owner, type Present } from './shape.js';

interface KeptKeys {
  /** The name of the ConfigMap. */
  readonly name: RegExp;
  /** The keys of it that some analysis reads. */
  readonly keys: RegExp;
}

const option = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const any = /^/;
const ingressNginxOption =
  /^(?:(?:force-)?ssl-redirect|ssl-reject-handshake|http-redirect-code|no-(?:tls-redirect|auth)-locations|preserve-trailing-slash|use-port-in-redirects|relative-redirects|use-(?:forwarded-headers|proxy-protocol)|enable-real-ip|forwarded-for-header|proxy-real-ip-cidr|(?:whitelist|denylist)-source-range|block-(?:cidrs|user-agents|referers)|annotations-risk-level|annotation-value-word-blocklist|allow-(?:snippet-annotations|cross-namespace-resources)|strict-validate-path-type|service-upstream|custom-http-errors|global-(?:auth-url|allowed-response-headers)|enable-modsecurity|(?:main|http|server|location)-snippet)$/;

/** What is kept of which ConfigMap. A kubeconfig is never among it. */
const keptKeys: readonly KeptKeys[] = [
  // cluster DNS
  { name: any, keys: /^Corefile(?:\.base|-backup)?$/ },
  { name: /dns/, keys: /\.(?:server|override)$|^NodeHosts$/ },
  { name: /^kube-dns$/, keys: /^(?:stubDomains|upstreamNameservers|federations)$/ },
  { name: /^cluster-dns$/, keys: /^cluster(?:DNS|Domain)$/ },
  // kube-proxy, kubeadm, kubelet
  { name: /^kube-proxy(?:-config)?$/, keys: /^config(?:\.conf)?$/ },
  { name: /^kubeadm-config$/, keys: /^(?:ClusterConfiguration|MasterConfiguration)$/ },
  { name: /^kubelet-config(?:-\d+\.\d+)?$/, keys: /^kubelet$/ },
  // CNI plugins
  { name: /^kube-flannel-cfg$/, keys: /^(?:cni-conf|net-conf)\.json$/ },
  { name: /^(?:calico|canal)-config$/, keys: /^(?:calico_backend|veth_mtu|cni_network_config|net-conf\.json|canal_iface|masquerade|typha_service_name)$/ },
  { name: /^kubernetes-services-endpoint$/, keys: /^KUBERNETES_SERVICE_(?:HOST|PORT)$/ },
  { name: /^cilium-config$/, keys: option },
  { name: /^antrea-config/, keys: /^antrea-(?:agent\.conf|controller\.conf|cni\.conflist)$/ },
  { name: /^kube-router-cfg$/, keys: /^cni-conf\.json$/ },
  { name: /^amazon-vpc-cni$/, keys: option },
  { name: /^multus-(?:cni|daemon)-config$/, keys: /^(?:cni-conf|daemon-config)\.json$/ },
  { name: /^ovn-config$/, keys: /^(?:net_cidr|svc_cidr|mtu|host_network_namespace)$/ },
  { name: /^(?:cns-config|azure-npm-config)$/, keys: /\.json$/ },
  { name: /ip-masq-agent/, keys: /^(?:config|ip-masq-agent(?:-reconciled)?)$/ },
  // ingress controllers and load balancers; the options of ingress-nginx that decide where a request ends, whatever its ConfigMap is called
  { name: any, keys: ingressNginxOption },
  { name: /^istio(?:-|$)/, keys: /^mesh$/ },
  { name: /ingress.*nginx|nginx.*ingress|^nginx-(?:configuration|load-balancer-.+-conf)$/, keys: option },
  { name: /(?:tcp|udp)(?:-services)?(?:-.+-conf)?$/, keys: /^\d{1,5}$/ },
  { name: /haproxy.*ingress|^haproxy-kubernetes/, keys: option },
  { name: /^contour$/, keys: /^contour\.yaml$/ },
  { name: /traefik/, keys: /^traefik\.(?:ya?ml|toml)$/ },
  { name: /^config$/, keys: /^config$/ },
];

/** The kept keys of a ConfigMap; which they are depends on its name. */
export const keptData: Present<Readonly<Record<string, string>>> = {
  form: dict(text).form,
  presence: 'always',
  read(raw, notes, owner = {}) {
    const rules = keptKeys.filter(({ name }) => name.test(nameIn(owner)));
    const kept = dict(openText, (key) => rules.some(({ keys }) => keys.test(key)));
    return (raw === undefined ? undefined : kept.read(raw, notes)) ?? {};
  },
};

function nameIn({ metadata }: Owner): string {
  return (metadata as { readonly name: string }).name;
}

import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { components } from '../bench/components/catalogue.js';

/** What one check compared with a real component. */
export interface Comparison {
  /** The name of a component of the bench. */
  readonly component: string;
  readonly scenario: string;
  /** Answers that were compared. The same in every run. */
  readonly questions: number;
  /** How we differ, and why; empty where we do not. */
  readonly differences: readonly string[];
}

const page = join(import.meta.dirname, '../../../docs/fidelity.md');

/** What the suite does not ask, though a user could. */
const notCovered = [
  'An API server behind a load balancer that fails over to another in the middle of a list. The pages of one list come from one server here.',
  'Aggregated API servers, and servers older than 1.30: their discovery was read in their source, and is asked of a stub.',
  'Credentials of cloud providers (exec plugins): the client library runs them; a token file and client certificates are asked here.',
  'Kubelets and data planes: KWOK writes what a kubelet would. Connections are made through kube-proxy’s rules of iptables and nftables mode, in both families, by TCP and UDP, between network namespaces of one machine and on the way of one node: what a second node does to a packet, and SCTP, are not seen; ipvs mode is compared without a kernel.',
  'ingress-nginx 1.15.1 in every run: it is not published as a Go module, so that it is recorded where its source lies (INGRESS_NGINX_SOURCE), and an older one that is published is run elsewhere. Debian’s nginx and ngx_lua serve it, not those of its image; libraries for round robin, cookies and DNS that Debian lacks are stood in for, and what backends answer, snippets and stream services are not asked.',
  'Contour in every run: it is asked where it is recorded, with the Envoy that Envoy Gateway is asked with, not the older one of its own release. HTTPProxies, delegated certificates and ExternalNames that a ContourConfiguration allows are not asked.',
  'Traefik in every run: it takes long to build, so that it is asked where it is recorded. What its other providers route by, middlewares, TLS options, ACME, NodePorts and the rule syntax of Traefik 2 are not asked: of what they decide we say that it is not known, or nothing.',
  'HAProxy Ingress in every run: it is asked where it is recorded, with Debian’s HAProxy 2.6, not with the 2.8 of its image. Authentication, limits, WAF, snippets, ssl-passthrough, parameters of a class and TCP services are not asked: of what they decide we say that it is not known, or nothing.',
  'NodeLocal DNSCache as it runs: what it does was read in its source, and is held to cases of our own.',
  'CoreDNS before 1.14.7 other than 1.8.6 and 1.6.9: what lies between is read from the source of each release. Of those two, what `rewrite` until 1.8.2 and `cache` until 1.12.3 leave behind in the zones of `file`; what `file` until 1.11.4 serves of a zone file with a fault; what 1.6 makes of a range of addresses that ends within an octet; and CNAME records of a name with a wildcard, of which CoreDNS takes the first that it finds, in no order.',
  'Versions of Kubernetes and of Gateway API other than those that `test/oracles/bench/go` pins.',
  'Defaults of extensions other than Gateway API: Calico’s are filled in by its own client library, and were read in its source.',
  'Real manifests of others, at scale: they are compared where a folder of them is there (FORETRACE_MANIFESTS), and told on the console only.',
  'A cluster of the published ceiling under real components: bench/ asks a stub that lists as they do.',
];

/** With FIDELITY=write, writes docs/fidelity.md of what was told; with FIDELITY=check it is an error if that differs from the page. A run of some files only says nothing. */
export async function writeFidelity(told: string): Promise<void> {
  const texts = await Promise.all((await readdir(told)).map((file) => readFile(join(told, file), 'utf8')));
  const comparisons = texts.flatMap((text) => text.trim().split('\n').map((line) => JSON.parse(line) as Comparison));
  const wanted = process.env['FIDELITY'];
  if (wanted === undefined) return;
  const before = await readFile(page, 'utf8').catch(() => '');
  const after = render(comparisons);
  if (before === after) return;
  if (wanted === 'check') throw new Error('docs/fidelity.md is not what this run compared: run npm run test:oracles and commit the page');
  await writeFile(page, after);
}

function render(comparisons: readonly Comparison[]): string {
  const rows = comparisons
    .map(({ component, scenario, questions, differences }) => `| ${component} ${versionOf(component)} | ${scenario} | ${questions} | ${differences.join('; ') || 'none'} |`)
    .sort();
  return [
    '# Fidelity',
    '',
    'What was held against real components, and how far it agreed. Written by `npm run test:oracles`; not to be edited by hand.',
    '',
    '## Compared in a running cluster',
    '| component | scenario | answers compared | differences |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    '## Recorded',
    'Answers of real components that are kept in `test/oracles`, each with the program that recorded them: YAML (sigs.k8s.io/yaml), `resolv.conf` (glibc), EndpointSlices (k8s.io/endpointslice); and by the run that writes this page what an API server refuses, discovers and defaults (`api-server/`), what libcni and the network plugins do (`cni/`), what CoreDNS reads, refuses, answers and migrates (`dns/`), and how ingress-nginx 1.15.1 and its nginx (`ingress-nginx/`), Envoy Gateway and Envoy (`gateway/`), Traefik (`traefik/`), HAProxy Ingress (`haproxy/`) and Contour with Envoy (`contour/`) answer requests. The tests that need nothing but Node are held to them.',
    '',
    '## Not covered',
    ...notCovered.map((each) => `- ${each}`),
    '',
  ].join('\n');
}

function versionOf(name: string): string {
  return components.find((component) => component.name === name)?.version ?? '';
}

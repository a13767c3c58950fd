import { count, nearest, type Answer, type Evidence, type Steps } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { sliceSteps } from '../derived-slices.js';
import type { IpFamily } from '../go-address.js';
import type { ProgrammedTable } from '../mode.js';
import { modes } from '../modes/catalogue.js';
import type { NodeProxy } from '../node-proxy.js';
import { replacementsIn, withoutPodByDesign } from '../proxy/replacement.js';
import { proxyOfNode, type ProxyOfNode } from '../proxy-of-node.js';
import type { ServicePort } from '../service-ports.js';
import type { ProxyModeName, ReadSetting } from '../settings.js';

export interface RulesQuestion {
  /** Undefined: the only node that there is. */
  readonly node?: string;
  /** Undefined: that of the node's first address. */
  readonly ipFamily?: IpFamily;
  /** `namespace/name`: its rules alone. */
  readonly service?: string;
  /** Whether the kernel of the node can count packets with nfacct. Undefined: taken for true. */
  readonly nfacct?: boolean;
}

/**
 * - `programmed`: the rules are told
 * - `replaced`: another program does what kube-proxy does, and kube-proxy does not run; there are no rules of it
 * - `no-kube-proxy`: none runs on that node, as far as the snapshot vouches for it, and nothing known takes its place
 * - `unsupported-mode`: kube-proxy of that node runs in a mode whose rules are not told here
 */
export type RulesOutcome = 'programmed' | 'replaced' | 'no-kube-proxy' | 'unsupported-mode';

/** A setting that shaped the rules. */
export interface ToldSetting {
  readonly field: string;
  readonly value: unknown;
  readonly from: ReadSetting['from'];
}

/** The rules of kube-proxy on one node, in one family. */
export interface RulesAnswer extends Answer {
  readonly outcome: RulesOutcome;
  /** '' where the snapshot holds no node and none was named. */
  readonly node: string;
  readonly ipFamily: IpFamily;
  /** Null without kube-proxy. */
  readonly mode: ProxyModeName | null;
  /** Of kube-proxy on that node, as far as it is told. */
  readonly kubernetesVersion: string | null;
  readonly settings: readonly ToldSetting[];
  /** In the order in which kube-proxy writes. */
  readonly tables: readonly ProgrammedTable[];
}

/**
 * What kube-proxy programs on a node.
 *
 * @throws InputError `not-found` for a node or Service that is not there; `invalid-request` for a question that is not whole
 */
export function* rulesSteps(view: ClusterView, question: RulesQuestion): Steps<RulesAnswer> {
  yield* sliceSteps(view);
  const told = proxyOfNode(view, question.node, { ...(question.ipFamily !== undefined && { ipFamily: question.ipFamily }), ...(question.nfacct !== undefined && { nfacct: question.nfacct }) });
  const isTold = question.service === undefined ? undefined : portsOf(view, question.service);
  const { proxy } = told;
  const { settings } = proxy;
  const shared = { node: proxy.place.nodeName, ipFamily: proxy.ipFamily, kubernetesVersion: settings.kubernetesVersion, settings: settings.read.map(({ field, value, from }) => ({ field, value, from })) };
  const where = `${shared.node === '' ? 'the node' : `node ${shared.node}`} (${shared.ipFamily})`;
  const replacements = replacementsIn(view);
  const byDesign = told.node && withoutPodByDesign(told.node);
  if (settings.agent === undefined && byDesign?.hasProxy !== true) {
    const none = { ...shared, mode: null, tables: [] as const, steps: [], warnings: told.warnings };
    const [replacement] = replacements;
    if (replacement !== undefined) return { ...none, outcome: 'replaced', summary: `No kube-proxy runs on ${where}: ${replacement.title} does what it does, and there are no rules of kube-proxy.`, steps: [{ component: replacement.title, action: 'serves Services', detail: replacement.detail, evidence: replacement.evidence.slice(0, 3) }] };
    if (byDesign !== undefined) return { ...none, outcome: 'no-kube-proxy', summary: `No kube-proxy runs on ${where}. ${byDesign.detail}` };
    if (view.covers('DaemonSet') && view.covers('Pod') && view.objects('Pod').length > 0) return { ...none, outcome: 'no-kube-proxy', summary: `No kube-proxy runs on ${where}, and nothing that is known to take its place: there are no rules of it.` };
  }
  const mode = modes.find(({ id }) => id === settings.mode);
  if (mode === undefined) {
    return { ...shared, outcome: 'unsupported-mode', mode: settings.mode, tables: [], summary: `kube-proxy of ${where} runs in mode ${settings.mode}, whose rules are not told here.`, steps: [], warnings: told.warnings };
  }
  const tables = yield* mode.programSteps(proxy, isTold);
  const evidence = settings.read.flatMap((setting): Evidence[] => (setting.evidence === undefined ? [] : [setting.evidence]));
  const rules = tables.reduce((sum, table) => sum + table.rules.length, 0);
  return {
    ...shared,
    outcome: 'programmed',
    mode: settings.mode,
    tables,
    summary: summaryOf(proxy, rules, where, question.service, isTold),
    steps: [{ component: 'kube-proxy', action: 'program', detail: `writes ${count(rules, 'rule')} in mode ${settings.mode}, as version 1.${settings.behaviour.minor} does`, evidence }],
    warnings: [...told.warnings, ...replacements.map(({ title }) => `kube-proxy runs, and ${title} is set to do what it does: it may have rules of its own, which come first.`), ...assumptionsOf(told, byDesign?.detail)],
  };
}

/** The answer as the tool of its mode reads it; where there are no rules, why, as a comment. */
export function renderRulesText({ mode, tables, summary, outcome }: RulesAnswer): string {
  const printer = modes.find(({ id }) => id === mode);
  return printer === undefined || outcome !== 'programmed' ? `# ${summary}\n` : printer.print(tables);
}

function summaryOf(proxy: NodeProxy, rules: number, where: string, service: string | undefined, isTold: ((port: ServicePort) => boolean) | undefined): string {
  const ports = isTold === undefined ? proxy.ports : proxy.ports.filter(isTold);
  const without = ports.filter((port) => !proxy.chosen(port).hasAny).length;
  const refused = without === 0 ? '' : `, ${without === ports.length ? 'none of them with an endpoint' : `${without} of them without an endpoint`}`;
  if (service !== undefined && ports.length === 0) return `kube-proxy of ${where} does not serve Service ${service}, and writes nothing for it.`;
  return `kube-proxy of ${where} writes ${count(rules, 'rule')} for ${count(ports.length, 'port')} of ${service === undefined ? 'Services' : `Service ${service}`}${refused}.`;
}

function portsOf(view: ClusterView, service: string): (port: ServicePort) => boolean {
  const [namespace = '', name = '', ...rest] = service.split('/');
  if (rest.length > 0 || namespace === '' || name === '') {
    const detail = `“${service}” names no Service: write namespace/name, as in default/kubernetes.`;
    throw new InputError('invalid-request', detail, [{ pointer: '?service', detail }]);
  }
  if (view.get('Service', namespace, name) === undefined) {
    const near = nearest(service, view.objects('Service').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
    const detail = `There is no Service “${service}”${near.length > 0 ? `; near: ${near.join(', ')}` : ''}.`;
    throw new InputError('not-found', detail, [{ pointer: '?service', detail }]);
  }
  return ({ service: { metadata } }) => metadata.namespace === namespace && metadata.name === name;
}

function assumptionsOf(told: ProxyOfNode, byDesign: string | undefined): string[] {
  const { settings } = told.proxy;
  const assumed: string[] = [];
  if (settings.agent === undefined) {
    assumed.push(
      byDesign === undefined
        ? 'The snapshot holds no kube-proxy, and does not vouch for there being none: one with the settings that are told, and defaults for the rest, was assumed.'
        : `${byDesign} Its settings are not in the snapshot: its defaults were assumed.`,
    );
  }
  if (settings.mode === 'iptables' && settings.behaviour.countsInvalid && settings.nfacct) assumed.push('Whether the kernel of the node can count with nfacct is not in the snapshot: it was taken for able; ask with nfacct=false for one that is not.');
  if (settings.mode === 'iptables' && settings.nodePortAddresses.length > 0) assumed.push('nodePortAddresses picks among the addresses of the node’s interfaces: those of its status and the loopback were taken.');
  return assumed;
}

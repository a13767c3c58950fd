import { formatAddress, isAddress, parseAddress } from '../../ip/index.js';
import type { ReadoutFormat, Reading } from '../format.js';
import { linesOf, Problems } from '../lines.js';

/** The agents whose lines are known. */
export type CniAgent = (typeof cniAgents)[number];

export const cniAgents = ['weave', 'calico', 'flannel', 'kindnet', 'cilium'] as const;

/** What a line tells. */
export type CniLogSubject = (typeof cniLogSubjects)[number];

/**
 * `version`; `node`: its name; `pod-range`: that of the cluster or of a pool; `node-range`: that of a node; `address`: the node's own; `interface`: where that
 * stands; `backend`, `encapsulation`: how pods on other nodes are reached; `mtu`; `peers`: what it was told of others; `error`: why it does not start.
 */
export const cniLogSubjects = ['version', 'node', 'pod-range', 'node-range', 'address', 'interface', 'backend', 'encapsulation', 'mtu', 'peers', 'error'] as const;

/** One thing that the agent said of the network. JSON-safe. */
export interface CniLogFact {
  /** From 1. */
  readonly line: number;
  readonly agent: CniAgent;
  readonly subject: CniLogSubject;
  /** As logged: a CIDR, an address, a name, a sentence. */
  readonly value: string;
  /** The node that it is said of, where that is not the agent's own. */
  readonly node?: string;
}

export interface CniLog {
  /** In the order of the text; what is said again and again stands once. */
  readonly facts: readonly CniLogFact[];
}

export type CniLogReadout = Reading<'cni-log', CniLog>;

interface Rule {
  readonly agent: CniAgent;
  readonly pattern: RegExp;
  /** Subjects of the groups of the pattern. */
  readonly subjects: readonly (CniLogSubject | 'of-node')[];
}

function rulesOf(agent: CniAgent, rows: readonly (readonly [RegExp, ...(CniLogSubject | 'of-node')[]])[]): readonly Rule[] {
  return rows.map(([pattern, ...subjects]) => ({ agent, pattern, subjects }));
}

const cidr = String.raw`[0-9a-fA-F.:]+\/\d{1,3}`;

/** The rules of each agent, the first that fits. */
const rules: readonly Rule[] = [
  ...rulesOf('weave', [
    [/\bipalloc-range:([0-9a-fA-F.:]+\/\d{1,3})(?:.*?\bnickname:([^\s\]]+))?/, 'pod-range', 'node'],
    [/(?:INFO|DEBU): \S+ \S+ weave {1,2}(\d[\w.-]*)/, 'version'],
    [/ Bridge type is (\S+)/, 'backend'],
    [/ (Communication between peers (?:is unencrypted|via untrusted networks is encrypted|is encrypted))/, 'encapsulation'],
    [/ using supplied peer list: \[(.+)\]/, 'peers'],
    [/ ((?:Network|IP allocation range) \S+ overlaps with existing (?:route|address) .{1,200})/, 'error'],
    [/FATA: \S+ \S+ (.{1,300})/, 'error'],
  ]),
  ...rulesOf('calico', [
    [/ Starting node (\S+) with version (\S+)/, 'node', 'version'],
    [/ Using autodetected IPv[46] address on interface (\S+): ([0-9a-fA-F.:]+)\/\d+/, 'interface', 'address'],
    [/ Using IPv[46] address from environment: IP6?=([0-9a-fA-F.:]+)/, 'address'],
    [new RegExp(String.raw` Created default IPv[46] pool \((${cidr})\) with NAT outgoing (?:\w+)\.?(?: ((?:IPIP|VXLAN) mode: .{1,80}))?`), 'pod-range', 'encapsulation'],
    [/ (Calico node '\S+' is already using the IPv[46] address \S+?)\.?$/, 'error'],
    [/ Using node name: (\S+)/, 'node'],
    [/ (Couldn't autodetect an IPv[46] address.{0,200})/, 'error'],
  ]),
  ...rulesOf('flannel', [
    [/ Created subnet manager: Kubernetes Subnet Manager - (\S+)/, 'node'],
    [/ Found network config - Backend type: (\S+)/, 'backend'],
    [/ Using interface with name (\S+) and address ([0-9a-fA-F.:]+)/, 'interface', 'address'],
    [/ (VXLAN config: VNI=.{1,120})/, 'encapsulation'],
    [/ Creating the node lease for IPv[46]\. This is the n\.Spec\.PodCIDRs: \[([^\]]+)\]/, 'node-range'],
    [new RegExp(String.raw` Current network or subnet \((${cidr}), (${cidr})\) is not equal to previous one`), 'pod-range', 'node-range'],
    [/^FLANNEL_(?:IPV6_)?NETWORK=(\S+)/, 'pod-range'],
    [/^FLANNEL_(?:IPV6_)?SUBNET=(\S+)/, 'node-range'],
    [/^FLANNEL_MTU=(\d+)/, 'mtu'],
    [/ (Error registering network: .{1,300})/, 'error'],
    [/ (Failed to (?:check br_netfilter|find any valid interface to use): .{1,300})/, 'error'],
  ]),
  ...rulesOf('kindnet', [
    [/ noMask IPv[46] subnets: \[([^\]]+)\]/, 'pod-range'],
    [/ Node (\S+) has CIDR \[([^\]]+)\]/, 'of-node', 'node-range'],
    [/ hostIP = ([0-9a-fA-F.:]+)/, 'address'],
    [/ setting mtu (\d+) for CNI/, 'mtu'],
  ]),
  ...rulesOf('cilium', [
    [/ IPv[46] allocation prefix: ([0-9a-fA-F.:]+\/\d{1,3})/, 'node-range'],
    [/ (?:Internal-Node|External-Node) IPv[46]: ([0-9a-fA-F.:]+)/, 'address'],
    [/msg="?Cilium (\d+\.\d+\.\d+\S*)/, 'version'],
  ]),
];

/** Characters of a line that are looked at. */
const longest = 4000;

/**
 * What the agents of CNI plugins log when they start, with or without the stamps that a runtime, `kubectl logs --prefix` or journald put before it, and
 * flannel's `/run/flannel/subnet.env`. Lines that tell nothing of the network are passed over.
 *
 * Source: weave v2.8.1 `prog/weaver/main.go`, `net/bridge.go`, `ipam/allocator.go`; calico v3.26.3 `node/pkg/lifecycle/startup/startup.go`,
 * `autodetection/autodetection_methods.go`; flannel cdf76059 `main.go`, `pkg/ipmatch/match.go`, `pkg/backend/vxlan/vxlan.go`, `pkg/subnet/kube/kube.go`;
 * kind fed26882 `images/kindnetd/cmd/kindnetd/main.go`; cilium v1.14 `pkg/node/node_address.go`, `daemon/cmd/ipam.go`.
 */
export const cniLog: ReadoutFormat<CniLogReadout> = {
  id: 'cni-log',
  title: 'Log of a CNI agent',
  command: 'kubectl logs -n kube-system weave-net-… weave',
  parse(text) {
    const problems = new Problems();
    const facts = new Map<string, CniLogFact>();
    const lines = linesOf(text);
    for (const line of lines) {
      for (const fact of factsOf(line.number, line.text.slice(0, longest))) {
        const key = JSON.stringify([fact.agent, fact.subject, fact.value, fact.node ?? null]);
        if (!facts.has(key)) facts.set(key, fact);
      }
    }
    const first = lines.find((line) => line.text.trim() !== '');
    if (facts.size === 0 && first !== undefined) {
      problems.add(first, 1, 'neither this line nor one below it is known from the start of Weave Net, Calico, Flannel, kindnet or Cilium');
      problems.refuse('the log of a CNI agent');
    }
    return { format: 'cni-log', parsed: { facts: [...facts.values()] }, problems: problems.all };
  },
  summarize({ facts }) {
    const agents = [...new Set(facts.map(({ agent }) => agent))].join(', ');
    const told = (['pod-range', 'node-range', 'error'] as const).flatMap((subject) => {
      const fact = facts.find((each) => each.subject === subject && each.node === undefined);
      return fact === undefined ? [] : [`${names[subject]} ${fact.value}`];
    });
    return facts.length === 0 ? 'empty' : [agents, ...told].join('; ');
  },
  sections({ facts }) {
    const items = facts.map(({ line, agent, subject, value, node }) => ({ text: [{ strong: names[subject] }, ` ${value}${node === undefined ? '' : ` of ${node}`} (${agent}, line ${line})`] }));
    return [{ title: 'What the log tells', noun: 'fact', items }];
  },
};

const names: Readonly<Record<CniLogSubject, string>> = {
  version: 'version', node: 'node', 'pod-range': 'pod range', 'node-range': 'range of the node', address: 'address of the node', interface: 'interface', backend: 'backend',
  encapsulation: 'between nodes', mtu: 'MTU', peers: 'peers', error: 'error',
};

function factsOf(line: number, text: string): readonly CniLogFact[] {
  // A container runtime of Docker's kind wraps each line in JSON.
  const said = text.replace(/^\{"log":"(.*?)(?:\\n)?","stream".*$/, '$1');
  const padded = said.startsWith('FLANNEL_') ? said : ` ${said}`;
  for (const { agent, pattern, subjects } of rules) {
    const groups = pattern.exec(padded)?.slice(1) as (string | undefined)[] | undefined;
    if (groups === undefined) continue;
    const of = subjects.indexOf('of-node');
    const node = of < 0 ? undefined : groups[of];
    return subjects.flatMap((subject, i) => {
      const value = groups[i]?.trim();
      if (subject === 'of-node' || value === undefined || value === '') return [];
      return [{ line, agent, subject, value: subject === 'address' && isAddress(value) ? formatAddress(parseAddress(value)) : value, ...(node === undefined ? {} : { node }) }];
    });
  }
  return [];
}

import type { ReadoutFormat, Reading } from '../format.js';
import { linesOf, Problems } from '../lines.js';

/** `kernelspace` is that of Windows; `userspace` was taken away with 1.26. */
export type LoggedProxyMode = (typeof loggedProxyModes)[number];

export const loggedProxyModes = ['iptables', 'ipvs', 'nftables', 'kernelspace', 'userspace'] as const;

/**
 * `mode`: which was chosen; `mode-asked`: that the one asked for was not understood, or could not be used; `version`; `node-ip`: as it detected it; `families`: whether it works for both;
 * `local-detection`: how it tells pods from others, where that is told; `node-ports`: what it says of node ports on the loopback; `error`.
 */
export type KubeProxyLogSubject = (typeof kubeProxyLogSubjects)[number];

export const kubeProxyLogSubjects = ['mode', 'mode-asked', 'version', 'node-ip', 'families', 'local-detection', 'node-ports', 'error'] as const;

/** One thing that kube-proxy said. JSON-safe. */
export interface KubeProxyLogFact {
  /** From 1. */
  readonly line: number;
  readonly subject: KubeProxyLogSubject;
  /** As logged: a mode, an address, a sentence. */
  readonly value: string;
}

export interface KubeProxyLog {
  /** The mode that it runs in: of a log of several starts, the last. Null where no line tells. */
  readonly mode: LoggedProxyMode | null;
  /** Its configuration named no mode, so that it took the default. */
  readonly isDefault: boolean;
  /** In the order of the text; what is said again and again stands once. */
  readonly facts: readonly KubeProxyLogFact[];
}

export type KubeProxyLogReadout = Reading<'kube-proxy-log', KubeProxyLog>;

const modeLine = /Using (iptables|ipvs|nftables|userspace) [Pp]roxier\b/;
const defaultLine = /Using iptables proxy\b|No kube-proxy mode specified|(?:Unknown proxy mode(?: "[^"]{0,40}")?|Flag proxy-mode="[^"]{0,40}" unknown), assuming iptables proxy/;

/** The rules, the first that fits; the group, or where there is none the whole, is the value. */
const rules: readonly (readonly [RegExp, KubeProxyLogSubject])[] = [
  [modeLine, 'mode'],
  [/Using Kernelspace Proxier/i, 'mode'],
  [/((?:Unknown proxy mode(?: "[^"]{0,40}")?|Flag proxy-mode="[^"]{0,40}" unknown), assuming iptables proxy|No kube-proxy mode specified: defaulting to '\w{1,20}')/, 'mode-asked'],
  [/\b(Using iptables proxy)\b/, 'mode-asked'],
  [/\b([Cc]an(?:'t|not) use (?:the )?(?:ipvs|IPVS|nftables|iptables) proxier[^"]{0,200})/, 'mode-asked'],
  [/"?Version info"? version="?(v[\w.+-]{1,60})/, 'version'],
  [/\bVersion: (v1\.[\w.+-]{1,60})/, 'version'],
  [/"Successfully retrieved NodeIPs" NodeIPs=\[([^\]]{1,200})\]/, 'node-ip'],
  [/(?:[Rr]etrieved node IP:? ?"?(?: address=")?|Detected node IP" address=")([0-9a-fA-F.:]{2,45})/, 'node-ip'],
  [/kube-proxy running in ((?:dual|single)-stack mode)/, 'families'],
  [/(No (?:kernel|iptables) support for family"? ipFamily="?IPv[46])/, 'families'],
  [/"DetectLocalMode" [lL]ocalMode="?(\w{1,40})/, 'local-detection'],
  [/\b((?:Defaulting to|defaulting to) no-op detect-local(?:"? (?:for )?(?:ipFamily=)?"?IPv[46])?)/, 'local-detection'],
  [/\b(Setting route_localnet=1)\b/, 'node-ports'],
  [/\b(nodePortAddresses is unset; NodePort connections will be accepted on all local IPs)/, 'node-ports'],
];

/** What it calls an error or gives up on, whatever it is. */
const errorLine = /(?:^|[^A-Za-z0-9])[EF]\d{4} \d{2}:\d{2}:\d{2}\.\d+ +\d+ [\w./-]{1,80}:\d+\] ?(.{1,400})/;

/** A line that klog wrote in one of the files of kube-proxy: what makes a text its log. */
const own = /(?:proxier|server_others|server_linux|server_windows|proxy|node|iptables|topology|conntrack|shared_informer|config)\.go:\d+\]/;

/** Characters of a line that are looked at. */
const longest = 4000;

/**
 * What kube-proxy logs when it starts, with or without the stamps that a runtime, `kubectl logs --prefix` or journald put before it: the mode that it chose, and what it complains of. Lines that tell nothing of that are passed over.
 *
 * Source: kubernetes cmd/kube-proxy/app/server.go and server_linux.go v1.37.2, server_others.go v1.19 to v1.27; pkg/proxy/iptables/proxier.go.
 */
export const kubeProxyLog: ReadoutFormat<KubeProxyLogReadout> = {
  id: 'kube-proxy-log',
  title: 'Log of kube-proxy',
  command: 'kubectl logs -n kube-system kube-proxy-…',
  parse(text) {
    const problems = new Problems();
    const facts = new Map<string, KubeProxyLogFact>();
    const lines = linesOf(text);
    let mode: LoggedProxyMode | null = null;
    let isDefault = false;
    let isOwn = false;
    for (const line of lines) {
      const said = unwrapped(line.text.slice(0, longest));
      isOwn ||= own.test(said);
      if (defaultLine.test(said)) isDefault = true;
      const fact = factOf(line.number, said);
      if (fact === undefined) continue;
      if (fact.subject === 'mode') mode = fact.value as LoggedProxyMode;
      const key = `${fact.subject} ${fact.value}`;
      if (!facts.has(key)) facts.set(key, fact);
    }
    const first = lines.find((line) => line.text.trim() !== '');
    if (facts.size === 0 && !isOwn && first !== undefined) {
      problems.add(first, 1, 'neither this line nor one below it is known from kube-proxy');
      problems.refuse('the log of kube-proxy');
    }
    return { format: 'kube-proxy-log', parsed: { mode, isDefault: isDefault && mode !== null && mode === 'iptables', facts: [...facts.values()] }, problems: problems.all };
  },
  summarize({ mode, isDefault, facts }) {
    const errors = facts.filter(({ subject }) => subject === 'error').length;
    const told = mode === null ? 'its mode is not told' : `mode ${mode}${isDefault ? ' (by default)' : ''}`;
    return errors === 0 ? told : `${told}; ${errors} ${errors === 1 ? 'error' : 'errors'}`;
  },
  sections({ facts }) {
    const items = facts.map(({ line, subject, value }) => ({ text: [{ strong: names[subject] }, ` ${value} (line ${line})`] }));
    return [{ title: 'What the log tells', noun: 'fact', items }];
  },
};

const names: Readonly<Record<KubeProxyLogSubject, string>> = {
  mode: 'mode', 'mode-asked': 'mode asked for', version: 'version', 'node-ip': 'address of the node', families: 'families', 'local-detection': 'telling pods apart', 'node-ports': 'node ports', error: 'error',
};

/** A container runtime of Docker's kind wraps each line in JSON. */
function unwrapped(text: string): string {
  const body = /^\{"log":"(.*)","stream"/.exec(text)?.[1];
  return body === undefined ? text : body.replace(/\\n$/, '').replaceAll('\\"', '"');
}

function factOf(line: number, text: string): KubeProxyLogFact | undefined {
  for (const [pattern, subject] of rules) {
    const found = pattern.exec(text);
    if (found !== null) return { line, subject, value: subject === 'mode' ? (found[1] ?? 'kernelspace') : (found[1] ?? found[0]).trim() };
  }
  const error = errorLine.exec(text)?.[1]?.trim();
  return error === undefined || error === '' ? undefined : { line, subject: 'error', value: error };
}

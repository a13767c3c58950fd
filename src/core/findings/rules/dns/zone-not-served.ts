import { enumerate } from '../../../analysis/index.js';
import { refOf } from '../../../cluster/index.js';
import { clusterDomainSetting, isServedName, kubernetesConfigOf } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { corefileConsults, corefileInForce, corefileLine, lineOf } from './corefile-in-force.js';

export const zoneNotServed: Rule = {
  id: 'zone-not-served',
  code: 'DNS-008',
  severity: 'error',
  title: 'The cluster DNS does not serve the domain that pods search',
  checks:
    'The cluster domain that kubelet-config, k3s or kubeadm state lies in no zone of the plugin kubernetes of the Corefile in force, and CoreDNS does not answer for kubernetes.default.svc in it either. ' +
    'Quiet where nothing states the domain, where CoreDNS does not start on the Corefile, and where another plugin (rewrite, file, template) answers for it.',
  why: 'The kubelet appends this domain to every short name: none of them exists, though the Services are there.',
  fix: 'Name the domain in the plugin kubernetes of the Corefile, or set the clusterDomain of the kubelets to the one that it names.',
  source: 'coredns/coredns 1.14.7 plugin/kubernetes/handler.go ServeDNS; kubernetes v1.37.2 pkg/kubelet/network/dns/dns.go generateSearchesForDNSClusterFirst',
  reads: ['ConfigMap'],
  consults: corefileConsults,
  *check(view) {
    yield;
    const stated = clusterDomainSetting(view);
    const dns = corefileInForce(view);
    if (stated === null || dns === undefined || dns.loaded.error !== undefined) return;
    const blocks = dns.loaded.blocks.flatMap((block) => {
      const config = kubernetesConfigOf(block);
      return config === undefined ? [] : [{ block, config }];
    });
    const [first] = blocks;
    const domain = `${stated.value.replace(/\.$/, '').toLowerCase()}.`;
    const zones = blocks.flatMap(({ config }) => config.zones);
    if (first === undefined || zones.some((zone) => zone === '.' || domain === zone || domain.endsWith(`.${zone}`)) || isServedName(dns, `kubernetes.default.svc.${domain}`)) return;
    yield {
      subject: refOf(dns.configMap),
      detail: `Pods search ${stated.value}, and the plugin kubernetes serves ${enumerate(zones.filter((zone) => !zone.endsWith('.arpa.')))}.`,
      evidence: [corefileLine(dns, lineOf(first.block, 'kubernetes')), ...stated.evidence],
    };
  },
};

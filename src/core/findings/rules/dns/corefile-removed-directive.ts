import { refOf } from '../../../cluster/index.js';
import { noticesOf } from '../../../dns/index.js';
import type { Rule, Violation } from '../../rule.js';
import { corefileConsults, corefileInForce, corefileLine } from './corefile-in-force.js';

export const corefileRemovedDirective: Rule = {
  id: 'corefile-removed-directive',
  code: 'DNS-013',
  severity: 'critical',
  title: 'CoreDNS does not start with its Corefile',
  checks:
    'The release of CoreDNS in the image refuses the Corefile in force: a plugin or option that it does not have, or any other fault. Warning where it only ignores or deprecates a plugin or an option. ' +
    'Quiet where the tag of the image names no release, and for an import that may be found in a volume which the snapshot does not hold.',
  why: 'A pod that starts with it exits at once; one that runs keeps the Corefile it had until it is restarted, and then the names of the cluster no longer resolve.',
  fix: 'Migrate the Corefile: POST /v1/dns/corefile/migrate gives the text for the release.',
  source: 'coredns/coredns plugin.cfg and plugin/*/setup.go at each tag; coredns/corefile-migration migration/{plugins,versions}.go',
  reads: ['ConfigMap'],
  consults: corefileConsults,
  *check(view) {
    const dns = corefileInForce(view);
    if (dns === undefined || dns.release === null) return;
    const subject = refOf(dns.configMap);
    const { error } = dns.loaded;
    if (error !== undefined) {
      if (error.message.includes('File to import not found')) return;
      yield { subject, detail: `CoreDNS ${dns.release} says: ${error.message}`, evidence: [corefileLine(dns, error.file === '' ? error.line : undefined), ...dns.evidence.slice(0, 2)] };
      return;
    }
    const notices = noticesOf(dns.configMap.data['Corefile'] ?? '', dns.release);
    if (notices.length === 0) return;
    const violation: Violation = {
      subject,
      severity: 'warning',
      title: 'The Corefile has what a later release of CoreDNS refuses',
      detail: notices.map(({ detail }) => detail).join(' '),
      evidence: [corefileLine(dns, undefined), ...dns.evidence.slice(0, 2)],
    };
    yield violation;
  },
};

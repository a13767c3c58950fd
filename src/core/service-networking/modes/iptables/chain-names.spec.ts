import { describe, expect, it } from 'vitest';
import { endpointChain, portChains } from './chain-names.js';

/** Source: chains of clusters that many have posted; pkg/proxy/iptables/proxier_test.go v1.37.2. */
describe('the names of chains', () => {
  it.each([
    ['default/kubernetes:https', 'tcp', 'KUBE-SVC-NPX46M4PTMTKRN6Y'],
    ['kube-system/kube-dns:dns', 'udp', 'KUBE-SVC-TCOU7JCQXEZGVUNU'],
    ['shop/db', 'tcp', 'KUBE-SVC-YXV5H5BMJ7R44KSX'],
  ])('of %s, %s', (name, protocol, expected) => {
    expect(portChains(name, protocol).cluster).toBe(expected);
  });

  it.each([
    ['shop/web:http', 'tcp', '10.244.1.5:8080', 'KUBE-SEP-34ZZ2QFGO32YYXXO'],
    ['shop/v6:http', 'tcp', '[fd00:244:1::5]:8080', 'KUBE-SEP-GMRAJ6JODXSV3SYZ'],
    ['kube-system/kube-dns:dns', 'udp', '10.244.1.3:53', 'KUBE-SEP-EJJ3L23ZA35VLW6X'],
  ])('of an endpoint of %s, %s: %s', (name, protocol, endpoint, expected) => {
    expect(endpointChain(name, protocol, endpoint)).toBe(expected);
  });
});

import { boolIn, containersOf, countIn, flagOf, variableOf, type Agent } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { remains, type CniPlugin } from '../plugin.js';
import { byDefault, configured, unknown, type Setting } from '../setting.js';
import type { Fingerprint } from '../signs.js';

const main = /^aws-node$/;
const readme = 'amazon-vpc-cni-k8s README.md b5218838';
const fingerprint: Fingerprint = { daemonSet: main, container: main, image: /amazon-k8s-cni$/, configMap: /^amazon-vpc-cni$/, groups: ['crd.k8s.amazonaws.com'], podAnnotations: ['vpc.amazonaws.com/'] };

/** Amazon's: pods have addresses of the VPC, from the network interfaces of their node. */
export const awsVpcCni: CniPlugin = {
  name: 'aws-vpc-cni',
  title: 'Amazon VPC CNI',
  detect(signs) {
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    const { agent } = presence;
    const mtu = agent && variableOf(agent, main, 'AWS_VPC_ENI_MTU');
    const value = countIn(mtu?.value);
    return {
      found: 'plugin',
      profile: {
        role: 'primary',
        certainty: presence.certainty,
        daemonSet: agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(agent, main),
        ipam: ipamOf(agent),
        addressing: 'cloud',
        podRanges: [],
        encapsulation: byDefault('none', readme),
        mtu: mtu !== undefined && value !== undefined ? configured(value, mtu.evidence) : agent === undefined ? unknown('No agent of it is in the snapshot.') : byDefault(9001, `${readme}: AWS_VPC_ENI_MTU`),
        ...foldersOf(presence),
        kubeProxyReplacement: byDefault(false, readme),
        networkPolicy: policyOf(agent),
      },
    };
  },
};

function ipamOf(agent: Agent | undefined): Setting<string> {
  if (agent === undefined) return unknown('No agent of it is in the snapshot.');
  const prefixes = variableOf(agent, main, 'ENABLE_PREFIX_DELEGATION');
  if (prefixes === undefined) return byDefault('ipamd', `${readme}: ENABLE_PREFIX_DELEGATION`);
  return configured(boolIn(prefixes.value) === true ? 'ipamd with /28 prefixes' : 'ipamd', prefixes.evidence);
}

/** The node agent enforces policy where it is told to. */
function policyOf(agent: Agent | undefined): Setting<boolean> {
  if (agent === undefined) return unknown('No agent of it is in the snapshot.');
  const name = /^aws-eks-nodeagent$/;
  const flag = flagOf(agent, name, 'enable-network-policy');
  if (flag !== undefined) return configured(boolIn(flag.value) === true, flag.evidence);
  const hasNodeAgent = containersOf(agent).some(({ container }) => name.test(container.name));
  return byDefault(false, hasNodeAgent ? 'aws-network-policy-agent README.md v1.1: enable-network-policy' : readme);
}

import { containersOf, imageTail } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { remains, type CniPlugin } from '../plugin.js';
import { byDefault, configured, unknown } from '../setting.js';
import type { Fingerprint, Signs } from '../signs.js';

const main = /^cns-container$|^azure-npm$/;
const fingerprint: Fingerprint = {
  daemonSet: /^azure-(?:cns|npm)$/,
  container: main,
  image: /azure-(?:cns|npm)$/,
  configMap: /^(?:cns-config|azure-npm-config)$/,
  groups: ['acn.azure.com'],
};

/** Azure's: the container networking service gives out addresses of the virtual network or of its overlay. Its policy manager alone is no network. */
export const azureCni: CniPlugin = {
  name: 'azure-cni',
  title: 'Azure CNI',
  detect(signs) {
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    const { agent } = presence;
    const npm = signs.agents.find(({ daemonSet }) => daemonSet.name === 'azure-npm');
    const isService = signs.agents.some((each) => containersOf(each).some(({ container }) => imageTail(container.image ?? '').endsWith('azure-cns'))) || signs.configMap(/^cns-config$/) !== undefined;
    return {
      found: 'plugin',
      profile: {
        role: isService && !isDelegate(signs) ? 'primary' : 'chained',
        certainty: presence.certainty,
        daemonSet: agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(agent, main),
        ipam: isService ? byDefault('azure-cns', 'azure-container-networking cns/README.md cbd7560c') : unknown('Its policy manager gives out no addresses.'),
        addressing: isService ? 'cloud' : 'other',
        podRanges: [],
        encapsulation: byDefault('none', 'azure-container-networking docs/cni.md cbd7560c: the fabric routes'),
        mtu: unknown('No object of the cluster tells it.'),
        ...foldersOf(presence),
        kubeProxyReplacement: byDefault(false, 'azure-container-networking cbd7560c'),
        networkPolicy: npm === undefined ? byDefault(false, 'azure-container-networking docs/npm.md cbd7560c: azure-npm enforces policy') : configured(true, npm.daemonSet),
      },
    };
  },
};

/** Cilium asks another IPAM plugin for addresses, and wires pods itself. */
function isDelegate(signs: Signs): boolean {
  return signs.configMap(/^cilium-config$/)?.data['ipam'] === 'delegated-plugin';
}

import { boolIn, flagOf, type Agent } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { remains, type CniPlugin } from '../plugin.js';
import { byDefault, configured, mapped, unknown, type Setting } from '../setting.js';
import type { Fingerprint } from '../signs.js';

const main = /^kube-router$/;
const source = 'kube-router docs/user-guide.md 00824cd8';
const fingerprint: Fingerprint = { daemonSet: /^kube-router/, container: main, image: /kube-router$/, program: main, configMap: /^kube-router-cfg$/, nodeAnnotations: ['kube-router.io/'] };

/** kube-router, whose three parts (router, firewall, service proxy) are switched on and off one by one. */
export const kubeRouter: CniPlugin = {
  name: 'kube-router',
  title: 'kube-router',
  detect(signs) {
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    const { agent } = presence;
    const routes = part(agent, 'run-router');
    const isRouting = routes.known === 'no' || routes.value;
    return {
      found: 'plugin',
      profile: {
        role: isRouting ? 'primary' : 'chained',
        certainty: presence.certainty,
        daemonSet: agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(agent, main),
        ipam: isRouting ? byDefault('host-local', source) : unknown('The plugin that routes gives out addresses.'),
        addressing: isRouting ? 'node-cidrs' : 'other',
        podRanges: [],
        encapsulation: isRouting ? mapped(part(agent, 'enable-overlay'), (overlay) => (overlay ? (fullOverlay(agent) ? 'ipip' : 'ipip-cross-subnet') : 'none')) : unknown('It does not route here.'),
        mtu: unknown('kube-router takes it from the interface of each node.'),
        ...foldersOf(presence, agent === undefined ? {} : { binDir: byDefault('/opt/cni/bin', 'kube-router daemonset/generic-kuberouter.yaml 7c2c2779') }),
        kubeProxyReplacement: part(agent, 'run-service-proxy'),
        networkPolicy: part(agent, 'run-firewall'),
      },
    };
  },
};

/** A switch, which is on where it is not written. */
function part(agent: Agent | undefined, flag: string): Setting<boolean> {
  if (agent === undefined) return unknown('No agent of it is in the snapshot.');
  const found = flagOf(agent, main, flag);
  const value = boolIn(found?.value);
  return found === undefined || value === undefined ? byDefault(true, source) : configured(value, found.evidence);
}

function fullOverlay(agent: Agent | undefined): boolean {
  return agent !== undefined && flagOf(agent, main, 'overlay-type')?.value === 'full';
}

import { vrf, type VrfConfig } from '../../config/plugins/vrf.js';
import type { Link } from '../machine.js';
import { randomMac } from '../placeholders.js';
import { fail, type SimulatedPlugin } from '../plugin.js';
import type { AttachmentResult } from '../result.js';

export const simulatedVrf: SimulatedPlugin<VrfConfig> = {
  plugin: vrf,
  add({ vrfname, table }, { machine, prevResult, ifName }) {
    const { container } = machine;
    const link = container.links.get(ifName) ?? fail(`cmdAdd failed: could not get link by name`);
    if (!container.links.has(vrfname)) container.addLink({ name: vrfname, kind: 'vrf', mtu: 65575, up: true, mac: randomMac });
    container.changeLink(link, { master: vrfname });
    // The kernel takes the interface down and up: routes of its addresses come back in the table of the vrf, others are gone.
    container.routes = container.routes.flatMap((route) => (route.dev !== ifName ? [route] : route.kernel === true ? [{ ...route, table: table === 0 ? 1 : table }] : []));
    return prevResult as AttachmentResult;
  },
  check({ vrfname }, { machine, ifName }) {
    if (machine.container.links.get(ifName)?.master !== vrfname) fail(`failed to find ${ifName} associated to vrf ${vrfname}`);
  },
  del({ vrfname }, { machine, ifName }) {
    const { container } = machine;
    const link: Link | undefined = container.links.get(ifName);
    if (link === undefined) return;
    delete link.master;
    container.told('link', 'change', `${ifName} leaves ${vrfname}`);
    if (![...container.links.values()].some(({ master }) => master === vrfname)) container.removeLink(vrfname);
  },
};

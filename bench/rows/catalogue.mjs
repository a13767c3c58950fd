import { acknowledgementRow } from './acknowledgement.mjs';
import { addressesRow } from './addresses.mjs';
import { cachedRow } from './cached.mjs';
import { captureRow } from './capture.mjs';
import { churnRow } from './churn.mjs';
import { diffRow } from './diff.mjs';
import { dnsRow } from './dns.mjs';
import { growthRow } from './growth.mjs';
import { idleRow } from './idle.mjs';
import { importRow } from './import.mjs';
import { ingressRow } from './ingress.mjs';
import { ipamRow } from './ipam.mjs';
import { proxyRulesRow } from './proxy-rules.mjs';
import { startRow } from './start.mjs';
import { tracesRow } from './traces.mjs';
import { unchangedRow } from './unchanged.mjs';
import { viewRow } from './view.mjs';
import { waitsRow } from './waits.mjs';

/** In the order of the page. @type {readonly import('../row.mjs').Row[]} */
export const rows = [importRow, captureRow, churnRow, unchangedRow, diffRow, viewRow, startRow, idleRow, cachedRow, waitsRow, acknowledgementRow, growthRow, addressesRow, ipamRow, proxyRulesRow, dnsRow, tracesRow, ingressRow];

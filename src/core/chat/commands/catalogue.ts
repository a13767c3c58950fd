import type { Command } from '../command.js';
import { clustersCommand } from './clusters.js';
import { cniCommand } from './cni.js';
import { diffCommand } from './diff.js';
import { findingsCommand } from './findings.js';
import { freeCommand } from './free.js';
import { helpFor } from './help.js';
import { ingressClassesCommand } from './ingress-classes.js';
import { ipCommand } from './ip.js';
import { matchCommand } from './match.js';
import { overlapsCommand } from './overlaps.js';
import { resolveCommand } from './resolve.js';
import { rulesCommand } from './rules.js';
import { serviceCommand } from './service.js';
import { snapshotCommand } from './snapshot.js';
import { traceCommand } from './trace.js';
import { useCommand } from './use.js';

const askable: readonly Command[] = [
  resolveCommand,
  matchCommand,
  traceCommand,
  serviceCommand,
  rulesCommand,
  freeCommand,
  ipCommand,
  overlapsCommand,
  cniCommand,
  ingressClassesCommand,
  findingsCommand,
  diffCommand,
  snapshotCommand,
  clustersCommand,
  useCommand,
];

/** Every command, in the order in which help tells them; help itself last. */
export const commands: readonly Command[] = [...askable, helpFor(askable)];

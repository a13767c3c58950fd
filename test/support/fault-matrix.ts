import { lastingFaults, passingFaults, type Fault, type Moment } from './fault-proxy.js';

export interface FaultCase {
  readonly name: string;
  readonly moment: Moment;
  readonly fault: Fault;
  readonly times: number;
  /** Whether the capture is to end with a whole snapshot; else with a failure that names the kind. */
  readonly isOutlived: boolean;
  /** Whether it ends only when the client has waited long enough: there it should wait shortly, and else so long that no slow machine seems silent. */
  readonly isSilence: boolean;
}

const moments: readonly Moment[] = ['first', 'middle', 'last'];

/** However often it comes, a slow body is a body. */
const harmless = new Set(['a body that comes in drops']);

const isSilence = (name: string) => name.startsWith('silence');

/** Every fault at every moment: once, and without end. */
export const faultMatrix: readonly FaultCase[] = moments.flatMap((moment) => [
  ...Object.entries(passingFaults).flatMap(([name, fault]) => [
    { name: `${name}, once, on the ${moment} page`, moment, fault, times: 1, isOutlived: true, isSilence: isSilence(name) },
    { name: `${name}, for ever, on the ${moment} page`, moment, fault, times: Infinity, isOutlived: harmless.has(name), isSilence: isSilence(name) },
  ]),
  ...Object.entries(lastingFaults).map(([name, fault]) => ({ name: `${name}, on the ${moment} page`, moment, fault, times: 1, isOutlived: false, isSilence: isSilence(name) })),
]);

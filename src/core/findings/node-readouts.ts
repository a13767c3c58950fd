import { InputError } from '../errors.js';
import { findFormat, type Readout } from '../readouts/index.js';

/** A text that a person copied off a node of the cluster, kept beside the snapshot. */
export interface NodeReadout {
  readonly node: string;
  readonly format: string;
  readonly text: string;
}

export type FormatName = Readout['format'];

/** A readout of one format, read. */
export interface NodeReading<F extends FormatName> {
  readonly node: string;
  readonly parsed: Extract<Readout, { readonly format: F }>['parsed'];
}

/** The readouts of a format, read, in their order. Of what cannot be read nothing is said here: it is refused when it is added. */
export function readingsOf<F extends FormatName>(readouts: readonly NodeReadout[], format: F): NodeReading<F>[] {
  const member = findFormat(format, '');
  return readouts.flatMap((readout): NodeReading<F>[] => {
    if (readout.format !== format) return [];
    try {
      return [{ node: readout.node, parsed: member.parse(readout.text).parsed as NodeReading<F>['parsed'] }];
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  });
}

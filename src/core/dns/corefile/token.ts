/** A word of a Corefile. */
export interface Token {
  /** The imported file that it comes from; '' for the Corefile itself. */
  readonly file: string;
  /** Where it begins; from 1. */
  readonly line: number;
  /** Where it ends: within quotation marks, or in what an environment variable holds, there may be line breaks. */
  readonly lastLine: number;
  readonly text: string;
}

export function lineBreaks(text: string): number {
  let n = 0;
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) n++;
  return n;
}

/**
 * CoreDNS would not start. `message` is what it says, as its log has it.
 *
 * `line` is where the reader stood, from 1, in `file` (''  for the Corefile); absent where the fault is of the whole.
 */
export class CorefileError extends Error {
  override readonly name = 'CorefileError';

  constructor(
    message: string,
    readonly line?: number,
    readonly file = '',
  ) {
    super(message);
  }
}

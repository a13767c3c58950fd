import { InputError } from '../../core/errors.js';

/** A file that cannot be read: fatal for an upload of one file, a warning for a file in an archive. */
export class UnreadableFile extends InputError {
  constructor(
    file: string | undefined,
    /** Without the name of the file. */
    readonly reason: string,
  ) {
    super('unreadable-upload', `${file ?? 'the upload'} ${reason}`);
  }
}

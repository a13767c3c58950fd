import { InputError } from '../../core/errors.js';

/** The error for a file that cannot be read: fatal for an upload of one file, a warning for a file in an archive. */
export function unreadable(file: string | undefined, detail: string): InputError {
  return new InputError('unreadable-upload', `${file ?? 'the upload'} ${detail}`);
}

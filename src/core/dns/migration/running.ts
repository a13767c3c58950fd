import { InputError } from '../../errors.js';
import { changesOf, type MigrationNotice } from './notices.js';
import { migratedReleases } from './releases.js';
import { readByDepth } from './text.js';

/** What of a Corefile its own release ignores or deprecates; [] for a release that the migration data does not know. */
export function noticesOf(text: string, release: string): MigrationNotice[] {
  if (!migratedReleases.includes(release)) return [];
  try {
    const notices = changesOf(readByDepth(text), [release]).filter(({ severity, plugin, option }) => (severity === 'ignored' || severity === 'deprecated') && !(plugin === 'kubernetes' && option === 'endpoint'));
    return [...new Map(notices.map((notice) => [notice.detail, notice])).values()];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

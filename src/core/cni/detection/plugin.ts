import type { Evidence } from '../../analysis/index.js';
import type { Profile } from './profile.js';
import type { Fingerprint, Signs } from './signs.js';

/** What a plugin left behind: signs of it without an agent. */
export interface Remains {
  readonly evidence: readonly Evidence[];
}

export type Detection = { readonly found: 'plugin'; readonly profile: Profile } | { readonly found: 'remains'; readonly remains: Remains };

/** One CNI plugin, or one family of them, and how it is recognised. */
export interface CniPlugin {
  /** In kebab-case; the name of its file. */
  readonly name: string;
  readonly title: string;
  /** Plugins that it is made of, whose signs are its own. */
  readonly contains?: readonly string[];
  /** Asked only where no other plugin was found that gives pods their interface. */
  readonly isLastResort?: true;
  detect(signs: Signs): Detection | undefined;
}

/** What is left of a plugin without an agent. */
export function remains(signs: Signs, fingerprint: Fingerprint): Detection {
  return { found: 'remains', remains: { evidence: signs.around(fingerprint) } };
}

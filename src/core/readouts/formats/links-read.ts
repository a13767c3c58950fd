import type { ReadoutProblem } from '../format.js';
import { beginsJson } from '../json.js';
import { linesOf, Problems } from '../lines.js';
import { readLinksJson } from './links-json.js';
import type { AddressedLink } from './links-model.js';
import { readLinksText } from './links-text.js';

/**
 * The links of a text, or of JSON where the text has none.
 *
 * @param command `ip addr` or `ip link`
 * @throws InputError `invalid-request` for a text that has lines and no link
 */
export function readLinks(text: string, command: string): { readonly links: readonly AddressedLink[]; readonly problems: readonly ReadoutProblem[] } {
  const lines = linesOf(text);
  let problems = new Problems();
  let links = readLinksText(lines, problems, command);
  if (links.length === 0 && beginsJson(lines)) {
    problems = new Problems();
    links = readLinksJson(lines, problems, command);
  }
  if (links.length === 0 && problems.all.length > 0) problems.refuse(`the output of “${command}”`);
  return { links, problems: problems.all };
}

import { text, type Shape } from './shape.js';

const secretWord = /pass(?:w(?:or)?d|phrase)?(?![a-z])|(?:^|[_-])pwd?(?:[_-]|$)|token|secret|credential|(?:^|[_-])(?:api|access|auth|private|encryption|signing)?[_-]?keys?(?:[_-]|$)|apikey/i;

/** Whether the name of a variable, flag or field says that its value is a secret. */
export function namesSecret(name: string): boolean {
  return secretWord.test(name);
}

// A private key, or a field like `token: …`, `"client-key-data": "…"`. What stands between double underscores is an installer's hole.
const authorization = /authorization["']?[\s:=]+["']?(?:basic|bearer)\s+\S/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const secretField = /(?:password|passwd|passphrase|token|secret|api[-_]?key|access[-_]?key|private[-_]?key|client-key-data)["']?\s*[:=]\s*["']?(?!__|\/|true|false|null)[^\s"',}{$]{6,}/i;

/** Whether a text seems to hold a secret somewhere. */
export function holdsSecret(text: string): boolean {
  return privateKey.test(text) || secretField.test(text) || authorization.test(text);
}

/** Text that seems to hold no secret; any other is left out. */
export const openText: Shape<string> = {
  form: text.form,
  read(raw, notes) {
    const read = text.read(raw, notes);
    if (read === undefined || !holdsSecret(read)) return read;
    notes.add('seems to hold a secret; left out');
    return undefined;
  },
};

/** Words in the name of a flag, a variable or a field whose value is a secret. Those of a path to it (`--tls-private-key-file`) tell none. */
const secretName = /(?:pass(?:word|wd|phrase)?|token|secret|credential|api[-_]?key|access[-_]?key|private[-_]?key|key[-_]data)(?![a-z])/i;
const pathName = /(?:file|path|dir|directory|config|ttl|rotation|webhook)$/i;

/** Whether the value of a flag or field of this name must not be shown. */
export function namesSecret(name: string): boolean {
  return secretName.test(name) && !pathName.test(name);
}

const value = String.raw`(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s"',}\]]+)`;
const assignment = new RegExp(String.raw`(?<![\w.-])(["']?)([\w.-]+)\1(\s*[:=]\s*)${value}`, 'g');
const flag = new RegExp(String.raw`(?<![\w.-])(--[\w.-]+)(\s+)${value}`, 'g');

/** A line of a configuration as it may be shown: what is given to a name of a secret is left out. */
export function concealed(line: string): string {
  if (/-----BEGIN|authorization|bearer\s/i.test(line)) return '(left out: it seems to hold a secret)';
  return line
    .replace(assignment, (whole, quote: string, name: string, between: string) => (namesSecret(name) ? `${quote}${name}${quote}${between}(left out)` : whole))
    .replace(flag, (whole, name: string, between: string) => (namesSecret(name) ? `${name}${between}(left out)` : whole));
}

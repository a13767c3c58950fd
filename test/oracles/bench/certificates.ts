import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate authority of its own in a folder, made with openssl; gone with the folder. */
export class Authority {
  private constructor(private readonly folder: string) {}

  static async create(folder: string): Promise<Authority> {
    await openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=bench', '-keyout', join(folder, 'ca.key'), '-out', join(folder, 'ca.crt'));
    return new Authority(folder);
  }

  get certificate(): string {
    return join(this.folder, 'ca.crt');
  }

  /** A key and a certificate for a user (`O` is its group) or a server (`names` as in subjectAltName). */
  async issue(name: string, subject: string, names?: string): Promise<{ readonly certificate: string; readonly key: string }> {
    const [key, request, certificate, extensions] = ['key', 'csr', 'crt', 'ext'].map((ending) => join(this.folder, `${name}.${ending}`)) as [string, string, string, string];
    await writeFile(extensions, `${names === undefined ? '' : `subjectAltName=${names}\n`}extendedKeyUsage=clientAuth,serverAuth\n`);
    await openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', subject, '-keyout', key, '-out', request);
    await openssl('x509', '-req', '-in', request, '-CA', this.certificate, '-CAkey', join(this.folder, 'ca.key'), '-CAcreateserial', '-days', '2', '-extfile', extensions, '-out', certificate);
    return { certificate, key };
  }

  /** A key that signs the tokens of service accounts. */
  async signingKey(): Promise<string> {
    const key = join(this.folder, 'service-account.key');
    await openssl('genrsa', '-out', key, '2048');
    return key;
  }
}

async function openssl(...args: string[]): Promise<void> {
  await run('openssl', args);
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InputError } from '../../core/errors.js';
import { Clock } from '../clock.js';
import type { Config } from '../config.js';
import { CONFIG } from './config.token.js';
import type { Principal } from './principal.js';

/** Seconds. */
const longest = 3600;

/** Keeps a signature of a link from being one of anything else. */
const purpose = 'foretrace picture link 1';

/** What a link to a picture is asked with. */
export interface LinkedRequest {
  readonly method: string;
  /** As sent: path and query. */
  readonly url: string;
  readonly params: unknown;
}

/**
 * Links to one picture that need no token: `exp` is the second since 1970 at which they end, an hour from now at most, `sig` the HMAC-SHA256, base64url, of everything before it: path,
 * question, number of the snapshot, form of the picture and `exp`.
 */
@Injectable()
export class PictureLinks {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The same path and query as a link; null where links are not signed. @param path of a picture of a numbered snapshot, with its `format` */
  sign(path: string): string | null {
    const { pictureLinksSecret: secret } = this.config;
    if (secret === undefined) return null;
    const unsigned = `${path}&exp=${this.#now() + longest}`;
    return `${unsigned}&sig=${signatureOf(unsigned, secret)}`;
  }

  /**
   * Whom a link lets in: a viewer of the one cluster.
   *
   * @throws InputError `unauthenticated` for a link that was not signed here, was changed, or has ended; `forbidden` for one that is not of a picture
   */
  callerOf({ method, url, params }: LinkedRequest): Principal {
    const { pictureLinksSecret: secret } = this.config;
    if (secret === undefined) throw new InputError('unauthenticated', 'signed links are not taken: PICTURE_LINKS_SECRET is not set');
    const [, unsigned = '', end = '', signature = ''] = /^([^#]*[?&]exp=(\d{1,12}))&sig=([\w-]{43})$/.exec(url) ?? [];
    if (!timingSafeEqual(Buffer.from(signatureOf(unsigned, secret)), Buffer.from(signature.padEnd(43)))) throw new InputError('unauthenticated', 'the link is not one that was signed here, or was changed');
    const left = Number(end) - this.#now();
    if (left <= 0) throw new InputError('unauthenticated', 'the link has ended; ask again for a new one');
    if (left > longest) throw new InputError('forbidden', `a link is for ${longest} s at most`);
    const { cluster, snapshot } = params as { readonly cluster?: string; readonly snapshot?: string };
    const isPicture = (method === 'GET' || method === 'HEAD') && cluster !== undefined && /^\d+$/.test(snapshot ?? '') && /[?&]format=(png|svg)&/.test(unsigned);
    if (!isPicture) throw new InputError('forbidden', 'a signed link is of a picture of a numbered snapshot, and of nothing else');
    return { name: 'a signed link', role: 'viewer', clusters: [cluster] };
  }

  #now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

function signatureOf(unsigned: string, secret: string): string {
  return createHmac('sha256', secret).update(`${purpose}\n${unsigned}`).digest('base64url');
}

import type { PageRequest, SnapshotRecord } from '../database/index.js';
import type { Principal } from './principal.js';
import type { RenderingName } from './rendering.js';
import type { Upload } from './upload.js';

declare module 'fastify' {
  /** What the platform has found out about a request before its handler runs. */
  interface FastifyRequest {
    principal?: Principal;
    rendering?: RenderingName;
    snapshot?: SnapshotRecord;
    page?: PageRequest;
    upload?: Upload;
  }
}

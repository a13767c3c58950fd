import type { PageRequest, SnapshotRecord } from '../database/index.js';
import type { Principal } from './principal.js';
import type { RenderingName } from './rendering.js';
import type { Grounds } from './revalidation.js';
import type { Upload } from './upload.js';

declare module 'fastify' {
  /** What the platform has found out about a request before its handler runs. */
  interface FastifyRequest {
    principal?: Principal;
    controls?: Controls;
    rendering?: RenderingName;
    snapshot?: SnapshotRecord;
    /** Of the answer, where it is known before the answer is. */
    etag?: string;
    /** Of a 304 that follows from the snapshot alone. */
    grounds?: Grounds;
    page?: PageRequest;
    upload?: Upload;
    /** Of the operation that the request is to begin, where its Idempotency-Key remembers one. */
    operationId?: string;
  }
}

/** The query parameters that the platform itself takes, as sent. */
export interface Controls {
  readonly format?: string;
  readonly limit?: string;
  readonly cursor?: string;
  /** Of a picture. */
  readonly scale?: string;
  /** Of a signed link to a picture. */
  readonly exp?: string;
  readonly sig?: string;
}

/** The same URL where the query parameters have these values. */
export function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const [path = '', search] = url.split(/\?(.*)/s, 2);
  const parameters = new URLSearchParams(search);
  for (const [name, value] of Object.entries(query)) parameters.set(name, value);
  return `${path}?${parameters.toString()}`;
}

/** The URL of a request with the snapshot's number in the place where the caller may have said `latest`; as sent, where its route names no snapshot. */
export function canonicalUrl(request: { readonly url: string; readonly routeOptions: { readonly url?: string | undefined }; readonly snapshot?: SnapshotRecord }): string {
  const { url, snapshot, routeOptions } = request;
  if (snapshot === undefined) return url;
  const [path = '', query] = url.split(/\?(.*)/s, 2);
  const place = routeOptions.url?.split('/').indexOf(':snapshot') ?? -1;
  const numbered = path.split('/').map((part, i) => (i === place ? String(snapshot.number) : part)).join('/');
  return query === undefined ? numbered : `${numbered}?${query}`;
}

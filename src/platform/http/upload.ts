/** An upload that lies whole in the spool. */
export interface Upload {
  readonly path: string;
  /** As received, packed or not. */
  readonly bytes: number;
  /** Of the bytes as received, lower-case hex. */
  readonly sha256: string;
  /** The media type without parameters, lower case. */
  readonly contentType: string;
  /** Leaves the file in place after the request: from now on whoever calls this deletes it. */
  keep(): void;
}

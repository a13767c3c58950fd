/** A text copied off a node, kept beside a snapshot. */
export interface ReadoutRecord {
  /** A UUID. */
  readonly id: string;
  readonly cluster: string;
  readonly snapshot: number;
  readonly node: string;
  readonly format: string;
  readonly text: string;
  readonly createdBy: string | null;
  readonly createdAt: string;
}

export interface NewReadout {
  readonly node: string;
  readonly format: string;
  readonly text: string;
  readonly createdBy: string | null;
}

export class ReadoutStore {
  /** @throws InputError `not-found` where the cluster or the snapshot does not exist */
  add(_cluster: string, _snapshot: number, _readout: NewReadout): Promise<ReadoutRecord> {
    throw new Error('unwritten');
  }

  /** In the order in which they were added. */
  list(_cluster: string, _snapshot: number, _filter: { node?: string; format?: string } = {}): Promise<ReadoutRecord[]> {
    throw new Error('unwritten');
  }
}

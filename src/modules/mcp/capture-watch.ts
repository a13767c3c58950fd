import { Injectable } from '@nestjs/common';
import type { Heard } from '../../core/mcp/index.js';
import { OperationStore, type OperationRecord } from '../../platform/database/index.js';
import { operationOf } from '../../platform/http/dto/operation.dto.js';
import { Inward, Shutdown, type Principal } from '../../platform/http/index.js';

/** Tells how far something has come, in words. */
export type Progress = (message: string) => Promise<void>;

/** In milliseconds. Clients wait for a minute, unless they are told of progress. */
const patience = 50_000;

/** Begins captures as the REST operation does, and waits for their end. */
@Injectable()
export class CaptureWatch {
  constructor(
    private readonly inward: Inward,
    private readonly operations: OperationStore,
    private readonly shutdown: Shutdown,
  ) {}

  /** The response that the operation ends with: the snapshot, its problem, or 202 with the operation where it goes on for longer than somebody waits who is told of no progress. */
  async capture({ path, body }: { readonly path: string; readonly body: object }, { caller, progress, signal }: { readonly caller: Principal; readonly progress: Progress | null; readonly signal: AbortSignal }): Promise<Heard> {
    const begun = await this.inward.ask(caller, { method: 'POST', path, body, headers: { prefer: 'respond-async' } });
    if (begun.status !== 202) return begun;
    const { id } = begun.body as { readonly id: string };
    const waiting = AbortSignal.any([signal, this.shutdown.signal, ...(progress === null ? [AbortSignal.timeout(patience)] : [])]);
    let last: OperationRecord | undefined;
    for await (const operation of this.operations.watch(id, waiting)) {
      last = operation;
      if (operation.progress !== null) await progress?.(tellProgress(operation.progress));
    }
    return last === undefined ? begun : endOf(last, path);
  }
}

function tellProgress({ phase, done, total }: NonNullable<OperationRecord['progress']>): string {
  return `${phase} ${done}${total === null ? '' : ` of ${total}`}`;
}

function endOf(record: OperationRecord, path: string): Heard {
  const { result, problem, ...operation } = operationOf(record);
  if (result !== null) return { status: 201, body: result, location: `${path}/${result.number}` };
  if (problem !== null) return { status: problem.status, body: problem, location: null };
  if (operation.status === 'cancelled') return { status: 409, body: { code: 'conflict', detail: 'The capture was cancelled.', remedy: 'Capture again.' }, location: null };
  return { status: 202, body: operation, location: `/v1/operations/${operation.id}` };
}

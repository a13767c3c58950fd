import { Inject, Injectable, Logger } from '@nestjs/common';
import { callTool, type Asking, type Heard, type Tool, type ToolResult } from '../../core/mcp/index.js';
import { Clock } from '../../platform/clock.js';
import type { Config } from '../../platform/config.js';
import { CONFIG, Inward, troubleOf, type Principal } from '../../platform/http/index.js';
import { CaptureWatch, type Progress } from './capture-watch.js';

/** Who calls, and how they are told how far it has come. */
export interface ToolCaller {
  readonly caller: Principal;
  readonly progress: Progress | null;
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Runs tools: the core says what it needs to know, and the service's own routes tell it, in the name of who asks. */
@Injectable()
export class ToolDesk {
  readonly #log = new Logger(ToolDesk.name);

  constructor(
    private readonly inward: Inward,
    private readonly captures: CaptureWatch,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What a call is answered with; an error of the service is one that the model is told. */
  async call(tool: Tool, given: unknown, by: ToolCaller): Promise<ToolResult> {
    try {
      return await this.#lead(callTool(tool, given, { now: this.clock.now().getTime(), baseUrl: this.config.chat.publicUrl }), by);
    } catch (error) {
      const { code, detail } = troubleOf(error);
      if (code === 'internal') this.#log.error(error instanceof Error ? error.stack : String(error));
      return { isError: true, text: detail, structured: { code, detail, remedy: '', faults: [] } };
    }
  }

  async #lead(asking: Asking<ToolResult>, by: ToolCaller): Promise<ToolResult> {
    let heard: Heard = { status: 0, body: null, location: null };
    for (;;) {
      const step = asking.next(heard);
      if (step.done === true) return step.value;
      const ask = step.value;
      heard = ask.kind === 'read' ? await this.inward.read(by.caller, ask.path) : await this.captures.capture(ask, by);
    }
  }
}

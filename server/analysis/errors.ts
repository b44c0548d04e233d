import type { Warning } from '../../tiles/api/result.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import type { Refusal } from '../platform/fairness/fair-queue.ts';
import type { MessageValues } from '../platform/messages/index.ts';
import { sentence } from './sentence.ts';

/** A study that cannot be done as asked: what is wrong and what to do, in both languages. */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';
  /** Stable, for programs. */
  readonly code: string;
  readonly text: Text;
  /** JSON pointer into the study, such as `/analyses/0/p`; absent where no one place is wrong. */
  readonly at: string | undefined;
  /** The form of the study is wrong, so that it cannot be read whatever the data. */
  readonly isMalformed: boolean;

  constructor(
    code: string,
    text: Text,
    values: MessageValues = {},
    {
      at,
      cause,
      isMalformed = false,
    }: { readonly at?: string; readonly cause?: unknown; readonly isMalformed?: boolean } = {},
  ) {
    const filled = sentence(text, values);
    super(`${code}: ${filled.en}`, { cause });
    this.code = code;
    this.text = filled;
    this.at = at;
    this.isMalformed = isMalformed;
  }

  /** The same error at another place of the study; its cause is this one. */
  movedTo(at: string | undefined): AnalysisError {
    const { code, text, isMalformed } = this;
    return new AnalysisError(code, text, {}, { isMalformed, cause: this, ...(at === undefined ? {} : { at }) });
  }

  /** The same error of a part of the study, whose place is `prefix`. */
  within(prefix: string): AnalysisError {
    return this.at?.startsWith(prefix) === true ? this : this.movedTo(prefix + (this.at ?? ''));
  }
}

/** Everything that is wrong with a study, at least one error. */
export class AnalysisErrors extends Error {
  override readonly name = 'AnalysisErrors';
  readonly errors: readonly AnalysisError[];

  constructor(errors: readonly AnalysisError[]) {
    super(errors.map(({ message }) => message).join('\n'));
    this.errors = errors;
  }
}

/** Somebody cancelled the work. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** The work took longer than it may. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/** A body could not be read and checked within its time. */
export class BodyOutOfTime extends Error {
  override readonly name = 'BodyOutOfTime';
  readonly limitS: number;

  constructor(limitS: number, cause: unknown) {
    super(`The body was not read within ${String(limitS)} s.`, { cause });
    this.limitS = limitS;
  }
}

/** The work took more memory than it may. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
}

/** A thread or process ended by itself or hung, without an answer. The next piece of work gets another one. */
export class EngineFailed extends Error {
  override readonly name = 'EngineFailed';
}

/** The service is about to stop, which ends a study at work. */
export class EngineStopping extends Error {
  override readonly name = 'EngineStopping';
}

/** The queue before the threads is full. */
export class EngineBusy extends Error {
  override readonly name = 'EngineBusy';
  readonly waiting: number;
  /** `share`: others have room, and only this client has more waiting than they. */
  readonly refusal: Refusal;

  constructor(waiting: number, refusal: Refusal) {
    super(`${String(waiting)} analyses wait for a thread.`);
    this.waiting = waiting;
    this.refusal = refusal;
  }
}

export function warning(code: string, text: Text, values: MessageValues = {}): Warning {
  return { code, message: sentence(text, values) };
}

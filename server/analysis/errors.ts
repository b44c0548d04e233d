import type { Notice } from '../../tiles/api/result.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { bothLanguages, type MessageValues } from '../platform/messages/index.ts';

/** A study that cannot be done as asked: what is wrong and what to do, in both languages. */
export class AnalysisFault extends Error {
  override readonly name = 'AnalysisFault';
  /** Stable, for programs. */
  readonly code: string;
  readonly text: Text;
  /** JSON pointer into the study, such as `/analyses/0/p`; absent where no one place is at fault. */
  readonly at: string | undefined;
  /** The study is none that could be read, whatever the data: its form is wrong. */
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
    const filled = bothLanguages(text, values);
    super(`${code}: ${filled.en}`, { cause });
    this.code = code;
    this.text = filled;
    this.at = at;
    this.isMalformed = isMalformed;
  }
}

/** Everything that is wrong with a study, at least one fault. */
export class AnalysisFaults extends Error {
  override readonly name = 'AnalysisFaults';
  readonly faults: readonly AnalysisFault[];

  constructor(faults: readonly AnalysisFault[]) {
    super(faults.map(({ message }) => message).join('\n'));
    this.faults = faults;
  }
}

/** Somebody has ended it. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** It has taken longer than it may. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/** It has taken more memory than it may. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
}

/** A thread ended without a word, through no wish of ours. */
export class EngineFailed extends Error {
  override readonly name = 'EngineFailed';
}

/** More work waits for a thread than is of use to anybody. */
export class EngineBusy extends Error {
  override readonly name = 'EngineBusy';
  readonly waiting: number;

  constructor(waiting: number) {
    super(`${String(waiting)} analyses wait for a thread.`);
    this.waiting = waiting;
  }
}

export function notice(code: string, text: Text, values: MessageValues = {}): Notice {
  return { code, message: bothLanguages(text, values) };
}

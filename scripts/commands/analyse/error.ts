import type { MessageValues } from '../../../server/platform/messages/index.ts';
import type { AnalyseMessage } from '../../cli/messages/analyse.ts';

/** An error that the user can correct, as a sentence. */
export class AnalyseError extends Error {
  override readonly name = 'AnalyseError';
  readonly key: AnalyseMessage;
  readonly values: MessageValues;

  constructor(key: AnalyseMessage, values: MessageValues = {}) {
    super(key);
    this.key = key;
    this.values = values;
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { Text } from '../../../tiles/layer/layer.ts';
import { asError } from '../../platform/as-error.ts';
import { JsonSyntaxError } from '../../platform/text/json-text.ts';
import { AnalysisError, AnalysisErrors, Cancelled, EngineFailed, OutOfMemory, OutOfTime } from '../errors.ts';

interface WireAnalysisError {
  readonly code: string;
  readonly text: Text;
  readonly at: string | undefined;
  readonly isMalformed: boolean;
}

/** In a thread: data that it asked for could not be fetched. The process knows why. */
export class NotFetched extends Error {
  override readonly name = 'NotFetched';
  readonly ask: number;

  constructor(ask: number) {
    super('What was asked for could not be had.');
    this.ask = ask;
  }
}

/** An error as it passes from one thread to another, which keep no classes. */
export type WireError =
  | { readonly kind: 'analysis'; readonly errors: readonly WireAnalysisError[] }
  | { readonly kind: 'json'; readonly line: number; readonly column: number }
  | { readonly kind: 'not-fetched'; readonly ask: number }
  | { readonly kind: 'cancelled' | 'out-of-time' | 'out-of-memory' }
  | { readonly kind: 'engine-failed'; readonly message: string }
  | { readonly kind: 'other'; readonly name: string; readonly message: string; readonly stack: string };

export function toWire(error: unknown): WireError {
  if (error instanceof AnalysisError) return { kind: 'analysis', errors: [wireAnalysisError(error)] };
  if (error instanceof AnalysisErrors) return { kind: 'analysis', errors: error.errors.map(wireAnalysisError) };
  if (error instanceof JsonSyntaxError) return { kind: 'json', line: error.line, column: error.column };
  if (error instanceof NotFetched) return { kind: 'not-fetched', ask: error.ask };
  if (error instanceof Cancelled) return { kind: 'cancelled' };
  if (error instanceof OutOfTime) return { kind: 'out-of-time' };
  if (error instanceof OutOfMemory || isAllocationFailure(error)) return { kind: 'out-of-memory' };
  if (error instanceof EngineFailed) return { kind: 'engine-failed', message: error.message };
  const { name, message, stack = '' } = asError(error);
  return { kind: 'other', name, message, stack };
}

export function fromWire(error: WireError): Error {
  switch (error.kind) {
    case 'analysis': {
      const errors = error.errors.map(
        ({ code, text, at, isMalformed }) =>
          new AnalysisError(code, text, {}, { isMalformed, ...(at === undefined ? {} : { at }) }),
      );
      const [only] = errors;
      return only !== undefined && errors.length === 1 ? only : new AnalysisErrors(errors);
    }
    case 'json':
      return new JsonSyntaxError(error.line, error.column, null);
    case 'not-fetched':
      return new NotFetched(error.ask);
    case 'cancelled':
      return new Cancelled('Somebody has ended it.');
    case 'out-of-time':
      return new OutOfTime('It has taken longer than it may.');
    case 'out-of-memory':
      return new OutOfMemory('It has taken more memory than it may.');
    case 'engine-failed':
      return new EngineFailed(error.message);
    case 'other':
      return Object.assign(new Error(error.message), { name: error.name, stack: error.stack });
  }
}

/** Typed arrays and WebAssembly fail by themselves where there is no memory left for them. */
function isAllocationFailure(error: unknown): boolean {
  return (
    error instanceof RangeError &&
    /allocation failed|Invalid typed array length|could not allocate/i.test(error.message)
  );
}

function wireAnalysisError({ code, text, at, isMalformed }: AnalysisError): WireAnalysisError {
  return { code, text, at, isMalformed };
}

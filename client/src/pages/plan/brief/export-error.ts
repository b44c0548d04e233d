/** Why an export failed, in words for the reader. */
export type ExportErrorReason = 'canvas' | 'map' | 'webgl';

export class ExportError extends Error {
  override readonly name = 'ExportError';
  readonly reason: ExportErrorReason;

  constructor(reason: ExportErrorReason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

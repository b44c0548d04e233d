/** Why an export failed; the page has a text for each reason. */
export type ExportErrorReason = 'map' | 'webgl';

export class ExportError extends Error {
  override readonly name = 'ExportError';
  readonly reason: ExportErrorReason;

  constructor(reason: ExportErrorReason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

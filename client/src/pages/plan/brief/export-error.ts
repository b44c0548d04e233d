/** Why an export came to nothing, as the reader is told it. */
export type FaultReason = 'canvas' | 'map' | 'webgl';

export class ExportFault extends Error {
  override readonly name = 'ExportFault';
  readonly reason: FaultReason;

  constructor(reason: FaultReason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

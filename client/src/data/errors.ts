/** An error between the page and its server. One class is enough, since the page shows all of them in the same way. */
export class ApiError extends Error {
  /**
   * The server's own code; `offline`, `timeout`, `bad-answer` where no clear answer came; `outdated` where the page is
   * of a version that the service no longer has.
   */
  readonly code: string;
  readonly status: number | null;
  readonly requestId: string | null;
  /** Set where the server has worded the error in the reader's language. */
  readonly worded: boolean;

  constructor(fields: { code: string; message?: string; status?: number; requestId?: string | null; cause?: unknown }) {
    super(fields.message ?? fields.code, { cause: fields.cause });
    this.name = 'ApiError';
    this.code = fields.code;
    this.status = fields.status ?? null;
    this.requestId = fields.requestId ?? null;
    this.worded = fields.message !== undefined;
  }
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : new ApiError({ code: 'client', cause: error });
}

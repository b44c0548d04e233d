import type { Problem } from '../../../tiles/api/wire.ts';
import type { Language } from '../i18n/keys.ts';
import type { Connection } from './connection.ts';
import { ApiError } from './errors.ts';
import type { Live } from './live.ts';

export interface GetOptions {
  readonly params?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** The path takes its parameters in a body too: they go there where the address would be too long. */
  readonly mayPost?: boolean;
}

export interface SendOptions extends GetOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What has come of the answer, each time that more comes. */
  readonly onBytes?: (bytes: Uint8Array) => void;
}

/** Answers as bytes, for formats other than JSON, with the same errors. */
export type Send = (path: string, options?: SendOptions) => Promise<Uint8Array>;

const TIMEOUT_MS = 20_000;
/** Proxies and servers on the way take at least as many characters. */
const LONGEST_QUERY = 4000;
const FIRST_BYTES = 1 << 16;

/**
 * `base` is the address of the server without a slash at its end; empty for the map's own. `asking`: more headers, for
 * the page's own server alone, as pages of others ask before they send such a header. Aborting rejects with an
 * `AbortError`, everything else with an `ApiError`.
 */
export function createAskJson(
  base: string,
  language: () => Language,
  watch?: Connection['watch'],
  asking?: Live['asking'],
): <T>(path: string, options?: SendOptions) => Promise<T> {
  const ask = createAsk(base, language, watch, asking);
  return async <T>(path: string, options: SendOptions = {}): Promise<T> => readJson<T>(await ask(path, options));
}

export function createSend(
  base: string,
  language: () => Language,
  watch?: Connection['watch'],
  asking?: Live['asking'],
): Send {
  const ask = createAsk(base, language, watch, asking);
  return async (path, options = {}) => {
    const { response, bytes } = await ask(path, options);
    if (!response.ok) throw serverError(response, parseJson(bytes));
    return bytes;
  };
}

interface Answered {
  readonly response: Response;
  readonly bytes: Uint8Array;
}

function readJson<T>({ response, bytes }: Answered): T {
  const body = parseJson(bytes);
  if (!response.ok) throw serverError(response, body);
  if (body === undefined)
    throw new ApiError({ code: 'bad-answer', status: response.status, requestId: requestIdOf(response) });
  return body as T;
}

function createAsk(
  base: string,
  language: () => Language,
  watch: Connection['watch'] = () => () => undefined,
  asking?: Live['asking'],
): (path: string, options: SendOptions) => Promise<Answered> {
  return async (path, options) => {
    const { params, signal, timeoutMs = TIMEOUT_MS, method, body, onBytes } = inBody(options);
    const controller = new AbortController();
    const forward = (): void => controller.abort();
    signal?.addEventListener('abort', forward, { once: true });
    if (signal?.aborted === true) forward();
    const timer = setTimeout(forward, timeoutMs);
    const end = watch();
    try {
      const response = await fetch(base + path + query(params), {
        signal: controller.signal,
        headers: {
          Accept: 'application/json',
          'Accept-Language': language(),
          ...asking?.(),
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(method === undefined ? {} : { method }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const bytes = await readBytes(response, onBytes);
      end(response.ok ? null : serverError(response, parseJson(bytes)));
      return { response, bytes };
    } catch (cause) {
      if (signal?.aborted === true) {
        // Nobody waits for it any more, and nothing is known of the service.
        end('given-up');
        throw cause;
      }
      const error = new ApiError({ code: controller.signal.aborted ? 'timeout' : 'offline', cause });
      end(error);
      throw error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', forward);
    }
  };
}

async function readBytes(response: Response, onBytes: SendOptions['onBytes']): Promise<Uint8Array> {
  if (onBytes === undefined || response.body === null || !response.ok)
    return new Uint8Array(await response.arrayBuffer());
  const reader = response.body.getReader();
  let bytes = new Uint8Array(FIRST_BYTES);
  let count = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, count);
    if (count + value.length > bytes.length) {
      const more = new Uint8Array(Math.max(2 * bytes.length, count + value.length));
      more.set(bytes.subarray(0, count));
      bytes = more;
    }
    bytes.set(value, count);
    count += value.length;
    onBytes(bytes.subarray(0, count));
  }
}

/** The request as it is, or by POST where its address would be too long. */
function inBody(options: SendOptions): SendOptions {
  const { params, mayPost, ...others } = options;
  if (mayPost !== true || query(params).length <= LONGEST_QUERY) return options;
  return { ...others, method: 'POST', body: params };
}

function query(params: GetOptions['params'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

function serverError(response: Response, body: unknown): ApiError {
  const { status } = response;
  if (!isProblem(body)) return new ApiError({ code: 'bad-answer', status, requestId: requestIdOf(response) });
  return new ApiError({ code: body.code, message: body.detail, status, requestId: body.requestId });
}

function isProblem(body: unknown): body is Problem {
  const problem = body as Partial<Problem> | null | undefined;
  return typeof problem?.code === 'string' && typeof problem.detail === 'string';
}

function requestIdOf(response: Response): string | null {
  return response.headers.get('x-request-id');
}

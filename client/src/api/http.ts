import type { ErrorBody } from '../../../tiles/wire.ts';
import type { Language } from '../state/types.ts';
import { ApiError } from './errors.ts';

export interface GetOptions {
  readonly params?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export type GetJson = <T>(path: string, options?: GetOptions) => Promise<T>;

const TIMEOUT_MS = 20_000;

/**
 * `base` is the address of the server without a slash at its end; empty for the map's own. Aborting rejects with the
 * signal's own `AbortError`, everything else with an `ApiError`.
 */
export function createGetJson(base: string, language: () => Language): GetJson {
  return async <T>(path: string, options: GetOptions = {}): Promise<T> => {
    const { response, text } = await load(base + path + query(options.params), language(), options);
    const body = parseJson(text);
    if (!response.ok) throw serverError(response, body);
    if (body === undefined) throw new ApiError({ code: 'bad-answer', status: response.status, requestId: requestIdOf(response) });
    return body as T;
  };
}

async function load(url: string, language: Language, options: GetOptions): Promise<{ response: Response; text: string }> {
  const controller = new AbortController();
  const forward = (): void => controller.abort();
  options.signal?.addEventListener('abort', forward, { once: true });
  if (options.signal?.aborted === true) forward();
  const timer = setTimeout(forward, options.timeoutMs ?? TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      signal: controller.signal, headers: { Accept: 'application/json', 'Accept-Language': language },
    });
    return { response, text: await response.text() };
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    throw new ApiError({ code: controller.signal.aborted ? 'timeout' : 'offline', cause });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', forward);
  }
}

function query(params: GetOptions['params'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function serverError(response: Response, body: unknown): ApiError {
  const { status } = response;
  const fields = isErrorBody(body) ? body.error : null;
  if (fields === null) return new ApiError({ code: 'bad-answer', status, requestId: requestIdOf(response) });
  return new ApiError({ code: fields.code, message: fields.message, status, requestId: fields.requestId });
}

function isErrorBody(body: unknown): body is ErrorBody {
  const error = (body as Partial<ErrorBody> | null | undefined)?.error;
  return typeof error?.code === 'string' && typeof error.message === 'string';
}

function requestIdOf(response: Response): string | null {
  return response.headers.get('x-request-id');
}

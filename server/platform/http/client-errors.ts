import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server } from 'node:http';
import { HTML_TYPE, OPEN_HEADERS } from './content.ts';
import { ApiError, PROBLEM_TYPE, problemOf } from './errors.ts';
import { langFrom } from './language.ts';
import { longAddressPage, longRequest } from './long-request.ts';
import { sendError } from './respond.ts';
import { NO_ROUTE, type RequestObserver } from '../metrics/requests.ts';

/**
 * Answers bytes that Node cannot read as a request, such as an endless address, and what it would refuse itself, in the
 * form of every other error. Node's own answers have no body.
 */
export function answerClientErrors(server: Server, observer: RequestObserver): void {
  server.on('checkExpectation', (req, res) => {
    const requestId = randomUUID();
    const error = new ApiError(417, 'expectation-failed', 'expectation-failed', {
      values: { value: String(req.headers.expect).slice(0, MOST_SHOWN) },
    });
    observer.answered({
      route: NO_ROUTE,
      method: req.method ?? '',
      url: req.url ?? '',
      status: error.status,
      ms: 0,
      requestId,
    });
    sendError(res, error, langFrom(undefined, req.headers['accept-language']), requestId, {
      ...OPEN_HEADERS,
      Connection: 'close',
    });
  });
  server.on('clientError', (error: Error & { readonly code?: string }, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const apiError = apiErrorOf(error.code);
    const requestId = randomUUID();
    // The request could not be read: its route, method and start are unknown.
    observer.answered({
      route: NO_ROUTE,
      method: '',
      url: '',
      status: apiError.status,
      ms: 0,
      requestId,
      reason: error.code ?? '',
    });
    // What it accepts comes after its address: nearly always it is a browser that followed a link.
    const [type, body] =
      apiError.status === 431
        ? [HTML_TYPE, longAddressPage()]
        : [PROBLEM_TYPE, JSON.stringify(problemOf(apiError, 'zh', requestId))];
    socket.end(
      `HTTP/1.1 ${apiError.status} ${STATUS_CODES[apiError.status] ?? ''}\r\nConnection: close\r\nX-Request-Id: ${requestId}\r\n` +
        `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}

/** Characters of a header that an answer repeats. */
const MOST_SHOWN = 40;

function apiErrorOf(code: string | undefined): ApiError {
  if (code === 'HPE_HEADER_OVERFLOW') return longRequest();
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new ApiError(408, 'request-timeout', 'request-timeout');
  return new ApiError(400, 'malformed-request', 'malformed-request');
}

/**
 * Answers 503 at the address of the workers while none of them can: a load balancer, and whoever has the map open,
 * learn at once what a process that hangs would never tell them. `stand-in-process.ts` starts it. It needs no database
 * and no city, so it answers within two seconds.
 */
import { createServer } from 'node:http';
import { readConfig } from '../platform/config.ts';
import { ApiError } from '../platform/http/errors.ts';
import { langFrom } from '../platform/http/language.ts';
import { sendError } from '../platform/http/respond.ts';
import { requestIdFor } from '../platform/metrics/requests.ts';

const { host, port } = readConfig();

const server = createServer((req, res) => {
  const asked = new URLSearchParams(req.url?.split('?')[1]).get('lang');
  // A client that kept this connection would go on asking here when the workers are back.
  const error = new ApiError(503, 'restarting', 'restarting', { headers: { 'Retry-After': '2', Connection: 'close' } });
  const requestId = requestIdFor(req.headers['x-request-id']);
  sendError(res, error, langFrom(asked, req.headers['accept-language']), requestId);
});
server.listen(port, host);

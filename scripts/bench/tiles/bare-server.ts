/** The limit of node:http alone: sends the bytes and headers it is given, whatever the request. Prints its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { whenParentEnds } from '../../../server/platform/parent.ts';

process.once('message', ({ body, headers }: { body: string; headers: string[] }) => {
  const bytes = Buffer.from(body, 'base64');
  const server = createServer((_req, res) => {
    res.writeHead(200, headers);
    res.end(bytes);
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
});
whenParentEnds(() => process.exit());

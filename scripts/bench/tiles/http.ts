/** One request at a time, with what came back as it came. */
import { Agent, request, type IncomingMessage } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** As `writeHead` takes them: name, value, name, value. */
  readonly rawHeaders: readonly string[];
  /** Not decompressed. */
  readonly body: Buffer;
  readonly ms: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    const sent = request(url, { agent, headers: { ...headers }, timeout: 60_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          rawHeaders: response.rawHeaders,
          body: Buffer.concat(chunks),
          ms: performance.now() - sentAt,
        }),
      );
    });
    sent.once('timeout', () => sent.destroy(new Error(`GET ${url} was not answered.`)));
    sent.once('error', reject);
    sent.end();
  });
}

/** Sends a request; the function returned hangs up, as a browser does whose page is closed. */
export function send(url: string): () => void {
  const sent = request(url, { agent: false }, (response) => response.resume());
  sent.on('error', () => undefined);
  sent.end();
  return () => sent.destroy();
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

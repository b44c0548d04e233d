import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FeatureRow } from '../layers/source.ts';
import type { Pages } from './description.ts';

/**
 * What is written into a folder of its own and then read from it. The folder goes when the reader is done, or leaves.
 */
export async function* byFolder(
  write: (folder: string) => Promise<AsyncIterable<Uint8Array>>,
): AsyncGenerator<Uint8Array, void> {
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-file-'));
  try {
    yield* await write(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function readWhole(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: 1 << 18 });
}

/** Features that are worked on before others get their turn on the thread. */
const AT_ONCE = 500;

/** The features of all pages, some at a time: a file that is written at once keeps the thread for long. */
export async function* inParts(pages: Pages): AsyncGenerator<readonly FeatureRow[], void> {
  for await (const page of pages) {
    for (let start = 0; start < page.length; start += AT_ONCE) {
      yield page.slice(start, start + AT_ONCE);
      if (start + AT_ONCE < page.length) await setImmediate();
    }
  }
}

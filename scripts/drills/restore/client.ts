/** Those who have seen the lost database: a service that stays, a browser with tiles, and an export. */
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Undo } from '../../testing/at-signal.ts';
import { get } from '../../torture/client.ts';
import { runCommand } from '../../torture/commands.ts';
import { LAYER } from '../failover/editors.ts';

const AGAIN_AFTER_MS = 100;
/** Above the zoom where the layer begins, and few tiles however many features there are. */
const EXPORT_ZOOMS = ['--minzoom', '8', '--maxzoom', '11'] as const;

interface Kept {
  readonly etag: string;
  readonly content: string;
}

/** Tiles by their addresses, as a browser keeps them. */
export type KeptTiles = ReadonlyMap<string, Kept>;

/** Asks for tiles until each comes as fresh. */
export async function keepTiles(host: string, paths: readonly string[]): Promise<KeptTiles> {
  const kept = new Map<string, Kept>();
  for (const path of paths) kept.set(path, await freshTile(host, path, {}));
  return kept;
}

/** Addresses of tiles that are not what they were. */
export async function findChanged(host: string, before: KeptTiles): Promise<readonly string[]> {
  const now = await keepTiles(host, [...before.keys()]);
  return [...before].filter(([path, { content }]) => now.get(path)?.content !== content).map(([path]) => path);
}

/**
 * Addresses of tiles that a browser would go on showing though they are others now. It says what it has, and the newest
 * revision that it was told of.
 */
export async function findHeld(host: string, kept: KeptTiles, revision: number): Promise<readonly string[]> {
  const held: string[] = [];
  for (const [path, { etag, content }] of kept) {
    const asked = { 'if-none-match': etag, 'if-revision': `${LAYER}=${String(revision)}` };
    const answer = await freshTile(host, path, asked);
    const shown = answer.status === 304 ? content : answer.content;
    if (shown !== (await freshTile(host, path, {})).content) held.push(path);
  }
  return held;
}

async function freshTile(
  host: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Kept & { readonly status: number }> {
  for (;;) {
    const { status, headers: given, body } = await get(host, path, headers);
    if ([200, 204, 304].includes(status) && given['x-cache'] !== 'stale')
      return { status, etag: given['etag'] ?? '', content: hashOf(body, given['content-encoding']) };
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  }
}

function hashOf(body: Buffer, coding: string | undefined): string {
  const plain = coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body;
  return createHash('sha256').update(plain).digest('hex');
}

export interface ExportParts {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly defer: (undo: Undo) => void;
}

/** Brings an export up to date. @returns the names of its archives, which tell their content */
export async function exportTiles({ folder, env, defer }: ExportParts): Promise<string> {
  const args = ['--layers', LAYER, '--to', folder, ...EXPORT_ZOOMS];
  const { status, output } = await runCommand({ defer }, 'scripts/commands/export-tiles.ts', args, env).ended;
  if (status !== 0) throw new Error(`The export failed:\n${output}`);
  const { archives } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
    readonly archives: readonly { readonly url: string }[];
  };
  return archives.map(({ url }) => url).join(' ');
}

/** Whether an export that goes on from one of the lost database is what a new one is. */
export async function exportsAlike(parts: ExportParts): Promise<boolean> {
  const anew = `${parts.folder}-anew`;
  const [gone, made] = [await exportTiles(parts), await exportTiles({ ...parts, folder: anew })];
  await rm(anew, { recursive: true, force: true });
  return gone === made;
}

/** What the doctor complains of, without figures, which differ from time to time. */
export async function complaints(
  env: Readonly<Record<string, string>>,
  defer: (undo: Undo) => void,
): Promise<readonly string[]> {
  const { output } = await runCommand({ defer }, 'scripts/commands/doctor.ts', [], env).ended;
  return output
    .split('\n')
    .filter((line) => /^\[(?:weak|wrong)/.test(line))
    .map((line) => line.replace(/\d+/g, '#'));
}

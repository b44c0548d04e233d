/**
 * The end of a backup: a gzip member of its own with the SHA-256 of every byte before it, so that no byte of the file
 * can change unseen. `gunzip -c` prints it as a last line. Its form is fixed, byte by byte: it is compared as a whole.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { crc32 } from 'node:zlib';
import { BackupUnreadable } from './errors.ts';

const START = '{"sha256":"';
const END = '"}\n';
const DIGEST_LENGTH = 64;
const TEXT_LENGTH = START.length + DIGEST_LENGTH + END.length;
/** RFC 1952: header of 10 bytes, here with one stored block (RFC 1951: 5 bytes of head), and a trailer of 8. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
const BLOCK_HEAD_LENGTH = 5;
const TRAILER_LENGTH = 8;

export const SEAL_LENGTH = HEADER.length + BLOCK_HEAD_LENGTH + TEXT_LENGTH + TRAILER_LENGTH;

/** @param digest SHA-256 in hexadecimal */
export function sealOf(digest: string): Buffer {
  const text = Buffer.from(`${START}${digest}${END}`);
  const blockHead = Buffer.alloc(BLOCK_HEAD_LENGTH);
  // The last block, stored.
  blockHead[0] = 1;
  blockHead.writeUInt16LE(text.length, 1);
  blockHead.writeUInt16LE(~text.length & 0xffff, 3);
  const trailer = Buffer.alloc(TRAILER_LENGTH);
  trailer.writeUInt32LE(crc32(text), 0);
  trailer.writeUInt32LE(text.length, 4);
  return Buffer.concat([HEADER, blockHead, text, trailer]);
}

/**
 * Reads the whole file and compares its seal. Rejects with `BackupUnreadable`, or the file system's error.
 *
 * @param size of the file, in bytes
 */
export async function checkSeal(path: string, size: number): Promise<void> {
  const contentLength = size - SEAL_LENGTH;
  const start = await readPart(path, 0, HEADER.length);
  if (start[0] !== HEADER[0] || start[1] !== HEADER[1]) throw new BackupUnreadable('not-a-backup', 'not-compressed');
  if (contentLength <= 0) throw new BackupUnreadable('damaged', 'too-short');
  const hash = await hashOf(path, contentLength);
  const seal = await readPart(path, contentLength, SEAL_LENGTH);
  if (!seal.equals(sealOf(hash.digest('hex')))) throw new BackupUnreadable('damaged', 'seal');
}

async function hashOf(path: string, length: number): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { end: length - 1 })) hash.update(chunk as Buffer);
  return hash;
}

async function readPart(path: string, start: number, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of createReadStream(path, { start, end: start + length - 1 })) parts.push(chunk as Buffer);
  return Buffer.concat(parts);
}

/**
 * `JSON.parse` and `deserialize` cannot be interrupted: where one outgrows the heap of a thread, V8 ends the whole
 * process instead of the thread. So the size of the values is estimated from their text before they are built.
 */
import { getHeapStatistics } from 'node:v8';
import { OutOfMemory } from '../errors.ts';

/** On 64 bits: an object with room for four properties, and its place in what holds it. */
const OBJECT_BYTES = 64;
/** An array and its elements, and its place. */
const ARRAY_BYTES = 56;
/** A number that is no small integer, and its place; a string takes its own text besides. */
const VALUE_BYTES = 24;

/** Bytes on the heap of the values of a JSON text, the text as a string included. */
export function estimateParsedBytes(json: Uint8Array): number {
  let bytes = json.length;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (isText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN_BRACE) bytes += OBJECT_BYTES;
    else if (byte === OPEN_BRACKET) bytes += ARRAY_BYTES;
    else if (byte === COMMA) bytes += VALUE_BYTES;
  }
  return bytes;
}

/** Throws `OutOfMemory` where the heap of this thread has no room for so many bytes. */
export function assertRoom(bytes: number): void {
  const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics();
  if (bytes > limit - used) throw new OutOfMemory('The study takes more memory than it may.');
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;

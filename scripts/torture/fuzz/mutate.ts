/** Turns what is right into what is nearly right. */
import type { Random } from '../../../server/testing/random.ts';
import { oneOf } from '../attack.ts';
import { isObject, weirdJson, weirdText, type Json } from './values.ts';

/** One change somewhere in a value. */
export function mutateJson(value: Json, random: Random): Json {
  if (random.below(6) === 0) return weirdJson(random);
  if (Array.isArray(value) && value.length > 0) {
    const list = value as readonly Json[];
    const at = random.below(list.length);
    switch (random.below(5)) {
      case 0:
        return list.filter((_, index) => index !== at);
      case 1:
        return [...list, ...list];
      case 2:
        return [...list].reverse();
      default:
        return list.map((item, index) => (index === at ? mutateJson(item, random) : item));
    }
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    const entries = Object.entries(value as Readonly<Record<string, Json>>);
    const at = random.below(entries.length);
    switch (random.below(6)) {
      case 0:
        return Object.fromEntries(entries.filter((_, index) => index !== at));
      case 1:
        return { ...value, [weirdText(random).slice(0, 100)]: weirdJson(random) };
      case 2:
        return Object.fromEntries(
          entries.map(([name, item], index) => [
            index === at ? `${name}${oneOf(random, ['', 's', ' ', '_'])}` : name,
            item,
          ]),
        );
      default:
        return Object.fromEntries(
          entries.map(([name, item], index) => [name, index === at ? mutateJson(item, random) : item]),
        );
    }
  }
  return weirdJson(random);
}

/** One change of a text that somebody else will parse. */
export function mutateText(text: string, random: Random, most: number): string {
  const at = random.below(text.length + 1);
  const end = at + random.below(Math.min(40, text.length - at + 1));
  const part = text.slice(at, end);
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, at) + weirdText(random) + text.slice(end);
    case 3:
      return text.slice(0, at) + part.repeat(2 + random.below(50)) + text.slice(end);
    case 4:
      return pumped(text, at, part, most);
    case 5:
      return text.slice(at) + text.slice(0, at);
    case 6: {
      const signs = [...text];
      const other = random.below(signs.length + 1);
      [signs[at], signs[other]] = [signs[other] ?? '', signs[at] ?? ''];
      return signs.join('');
    }
    case 7:
      return text.slice(0, at) + String.fromCharCode(random.below(128)) + text.slice(at);
    default:
      return text.toLowerCase() === text ? text.toUpperCase() : text.toLowerCase();
  }
}

/** A part repeated to a great length: what takes more than linear time shows here. */
function pumped(text: string, at: number, part: string, most: number): string {
  if (part === '') return text;
  const count = Math.max(1, Math.floor((most - text.length) / part.length));
  return text.slice(0, at) + part.repeat(count) + text.slice(at + part.length);
}

/** One change of bytes. */
export function mutateBytes(bytes: Buffer, random: Random, most: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length + 1);
  switch (random.below(6)) {
    case 0:
      return copy.subarray(0, at);
    case 1:
      for (let n = random.below(8); n >= 0 && copy.length > 0; n -= 1)
        copy[random.below(copy.length)] = random.below(256);
      return copy;
    case 2:
      return Buffer.concat([
        copy.subarray(0, at),
        Buffer.alloc(random.below(64), random.below(256)),
        copy.subarray(at),
      ]);
    case 3: {
      const part = copy.subarray(at, at + 1 + random.below(64));
      if (part.length === 0) return copy;
      const count = Math.max(1, Math.floor(Math.max(0, most - copy.length) / part.length));
      return Buffer.concat([copy.subarray(0, at), ...Array.from({ length: count }, () => part), copy.subarray(at)]);
    }
    case 4:
      return Buffer.concat([copy, copy]);
    default: {
      // A length of four or eight bytes that says something enormous.
      if (copy.length > 8)
        copy.writeUInt32LE(random.below(2) === 0 ? 0xffffffff : 0x7fffffff, random.below(copy.length - 4));
      return copy;
    }
  }
}

/** JSON as a text that is broken, doubled or endless, in ways that a value cannot be. */
export function breakJson(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text);
  switch (random.below(12)) {
    case 0:
      return bytes.subarray(0, random.below(bytes.length + 1));
    case 1:
      // A name twice.
      return Buffer.from(text.replace(/^\{/, () => `{"network":${JSON.stringify(weirdText(random))},`));
    case 2:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
    case 3: {
      const at = random.below(bytes.length + 1);
      const bad = oneOf(random, [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x00]]);
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(bad), bytes.subarray(at)]);
    }
    case 4: {
      const depth = oneOf(random, [100, 2000, 50_000]);
      return Buffer.from(`${'['.repeat(depth)}${random.below(2) === 0 ? ']'.repeat(depth) : ''}`);
    }
    case 5: {
      const depth = oneOf(random, [100, 2000, 20_000]);
      return Buffer.from(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    }
    case 6:
      return Buffer.from(`{"${'a'.repeat(oneOf(random, [60, 5000, 200_000]))}`);
    case 7:
      return Buffer.from(
        text.replace(/\d+/, () => oneOf(random, ['1e999', '-', '01', '1.', '0x1', 'NaN', '9'.repeat(400)])),
      );
    case 8:
      return Buffer.from(text, 'utf16le');
    case 9:
      return Buffer.from(`[${Array.from({ length: oneOf(random, [10, 3000, 60_000]) }, () => '1').join()}]`);
    case 10:
      return Buffer.from(text + text);
    default:
      return Buffer.from(mutateText(text, random, 100_000));
  }
}

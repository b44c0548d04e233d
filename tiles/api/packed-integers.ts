/**
 * Whole numbers as bytes that a general compressor makes small: the lowest bytes of all numbers first, then the next
 * ones. Planes that hold nothing but zeros are left out, so that the length says how many there are.
 */

/** Whole numbers from 0 to 2³² - 1, for numbers that do not depend on the one before. */
export function packIntegers(values: ArrayLike<number>): Uint8Array {
  return planes(Uint32Array.from(values));
}

export function unpackIntegers(bytes: Uint8Array, count: number): Uint32Array {
  const values = new Uint32Array(count);
  for (let plane = 0; plane * count < bytes.length; plane += 1)
    for (let k = 0; k < count; k += 1)
      values[k] = ((values[k] as number) | ((bytes[plane * count + k] as number) << (8 * plane))) >>> 0;
  return values;
}

/** Whole numbers of 32 bits with a sign, each as its difference to the one before: for those that change little. */
export function packDifferences(values: ArrayLike<number>): Uint8Array {
  const folded = new Uint32Array(values.length);
  let before = 0;
  for (let k = 0; k < folded.length; k += 1) {
    const difference = ((values[k] as number) - before) | 0;
    before = values[k] as number;
    // Signs go to the lowest bit: small differences have small numbers.
    folded[k] = ((difference << 1) ^ (difference >> 31)) >>> 0;
  }
  return planes(folded);
}

export function unpackDifferences(bytes: Uint8Array, count: number): Int32Array {
  const folded = unpackIntegers(bytes, count);
  const values = new Int32Array(count);
  let before = 0;
  for (let k = 0; k < count; k += 1) {
    const each = folded[k] as number;
    before = (before + ((each >>> 1) ^ -(each & 1))) | 0;
    values[k] = before;
  }
  return values;
}

function planes(values: Uint32Array): Uint8Array {
  let all = 0;
  for (const value of values) all |= value;
  const count = Math.ceil((32 - Math.clz32(all)) / 8);
  const bytes = new Uint8Array(count * values.length);
  for (let plane = 0; plane < count; plane += 1)
    for (let k = 0; k < values.length; k += 1)
      bytes[plane * values.length + k] = ((values[k] as number) >>> (8 * plane)) & 0xff;
  return bytes;
}

import iconv from 'iconv-lite';

/** The name that the Encoding Standard has for a label such as `gbk`, `latin1` or `sjis`; null for an unknown one. */
export function encodingNamed(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

export interface Decoder {
  /** Text of the bytes so far. Throws `TypeError` for bytes that the encoding does not have. */
  decode(bytes: Uint8Array): string;
  /** Text of what is left; throws where a character is cut off. */
  end(): string;
}

/** Decodes bytes that come in pieces, and refuses those that are not of the encoding; leaves a byte order mark out. */
export function createDecoder(encoding: string): Decoder {
  if (encoding === 'windows-1252') return createWesternDecoder();
  // GBK is a part of GB18030, and files that say GBK hold characters beyond it.
  const decoder = new TextDecoder(encoding === 'gbk' ? 'gb18030' : encoding, { fatal: true });
  return { decode: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** Node 20 reads windows-1252 as ISO 8859-1: quotes, dashes and the euro sign become control characters. */
function createWesternDecoder(): Decoder {
  const decoder = iconv.getDecoder('windows-1252');
  return {
    decode(bytes) {
      const text = decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      // Five bytes have no character.
      if (text.includes('\uFFFD')) throw new TypeError('The bytes are not windows-1252.');
      return text;
    },
    end: () => decoder.end() ?? '',
  };
}

/** The text of all bytes, or null where they are not of the encoding. */
export function decodeAll(bytes: Uint8Array, encoding: string): string | null {
  try {
    const decoder = createDecoder(encoding);
    return decoder.decode(bytes) + decoder.end();
  } catch {
    return null;
  }
}

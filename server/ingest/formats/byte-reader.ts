/** Takes so many bytes at a time from a stream, whatever pieces it comes in. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #position = 0;

  constructor(stream: AsyncIterable<Buffer>) {
    this.#pieces = stream[Symbol.asyncIterator]();
  }

  /** Bytes taken so far. */
  get position(): number {
    return this.#position;
  }

  /** So many bytes; null where the stream ended before all of them. */
  async read(bytes: number): Promise<Buffer | null> {
    if (this.#buffer.length - this.#at < bytes && !(await this.#fill(bytes))) return null;
    const read = this.#buffer.subarray(this.#at, this.#at + bytes);
    this.#at += bytes;
    this.#position += bytes;
    return read;
  }

  async #fill(bytes: number): Promise<boolean> {
    const parts = [this.#buffer.subarray(this.#at)];
    let size = parts[0]?.length ?? 0;
    while (size < bytes) {
      const next = await this.#pieces.next();
      if (next.done === true) break;
      parts.push(next.value);
      size += next.value.length;
    }
    this.#buffer = Buffer.concat(parts);
    this.#at = 0;
    return size >= bytes;
  }
}

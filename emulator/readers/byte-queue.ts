/** Bytes of an asynchronous sequence, looked at before they are taken. */
export class ByteQueue {
  readonly #pieces: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #last: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** Fetches until `count` bytes are there; false when there are fewer. */
  async has(count: number): Promise<boolean> {
    while (this.#buffer.length - this.#at < count) {
      const { done, value } = await this.#pieces.next();
      if (done) return false;
      this.#buffer = Buffer.concat([this.#buffer.subarray(this.#at), value]);
      this.#at = 0;
    }
    return true;
  }

  /** Byte at a place from here; it must be there. */
  peek(offset: number): number {
    return this.#buffer[this.#at + offset]!;
  }

  /** Four bytes from a place, the lowest first; they must be there. */
  peekWord(offset: number): number {
    return this.#buffer.readUInt32LE(this.#at + offset);
  }

  /** Goes on by bytes that are there. */
  skip(count: number): void {
    this.#at += count;
  }

  /** Goes on behind the next byte of this value; false when there is none. */
  async skipPast(byte: number): Promise<boolean> {
    while (await this.has(1)) {
      const found = this.#buffer.indexOf(byte, this.#at);
      this.#at = found < 0 ? this.#buffer.length : found + 1;
      if (found >= 0) return true;
    }
    return false;
  }

  /** Goes on to the end over zeros; false when something else is there. */
  async skipZeros(): Promise<boolean> {
    while (await this.has(1)) {
      const rest = this.#buffer.subarray(this.#at);
      if (rest.some((byte) => byte !== 0)) return false;
      this.#at = this.#buffer.length;
    }
    return true;
  }

  /** Takes all that was fetched, or the next piece; undefined at the end. */
  async take(): Promise<Buffer | undefined> {
    if (!(await this.has(1))) return undefined;
    this.#last = this.#buffer.subarray(this.#at);
    this.#buffer = Buffer.alloc(0);
    this.#at = 0;
    return this.#last;
  }

  /** Gives back the last bytes of what was taken last. */
  putBack(count: number): void {
    this.#buffer = this.#last.subarray(this.#last.length - count);
    this.#at = 0;
  }
}

/** Replies of Redis (RESP 2), put together from whatever pieces the network brings. Leaves out the network. */

/** What Redis refused, in its words. */
export class ReplyError extends Error {
  override readonly name = 'ReplyError';
}

/** What came is no reply of Redis. */
export class NoRedis extends Error {
  override readonly name = 'NoRedis';
}

/** Text, a whole number, nothing, an error, or a list of such. */
export type Reply = string | number | null | ReplyError | Reply[];

const END = Buffer.from('\r\n');
/** Lists in lists in lists: more deeply than any reply goes. */
const DEEPEST = 16;
/** The longest first line: only the texts of errors are long. */
const LONGEST_LINE = 65_536;

export class ReplyReader {
  #pieces: Buffer[] = [];
  #length = 0;
  /** Bytes without which looking again is no use. */
  #needed = 0;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;

  /** The replies that are complete with this piece. Throws {@link NoRedis}. */
  push(piece: Buffer): Reply[] {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length < this.#needed) return [];
    this.#bytes = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces, this.#length);
    this.#needed = 0;
    const replies: Reply[] = [];
    let done = 0;
    for (;;) {
      this.#at = done;
      const reply = this.#read(0);
      if (reply === undefined) break;
      replies.push(reply);
      done = this.#at;
    }
    const rest = this.#bytes.subarray(done);
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    if (this.#needed > 0) this.#needed -= done;
    return replies;
  }

  /** The reply that begins here; undefined while it is not complete. */
  #read(depth: number): Reply | undefined {
    const line = this.#line();
    if (line === undefined) return undefined;
    const rest = line.slice(1);
    switch (line[0]) {
      case '+':
        return rest;
      case '-':
        return new ReplyError(rest);
      case ':':
        return wholeNumber(rest, -Infinity);
      case '$':
        return this.#text(wholeNumber(rest, -1));
      case '*':
        return this.#list(wholeNumber(rest, -1), depth);
      default:
        throw new NoRedis('it does not answer as Redis does');
    }
  }

  #line(): string | undefined {
    const end = this.#bytes.indexOf(END, this.#at);
    if (end < 0) {
      if (this.#bytes.length - this.#at > LONGEST_LINE) throw new NoRedis('it does not answer as Redis does');
      return undefined;
    }
    const line = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + END.length;
    return line;
  }

  #text(length: number): string | null | undefined {
    if (length < 0) return null;
    const end = this.#at + length;
    if (end + END.length > this.#bytes.length) {
      this.#needed = end + END.length;
      return undefined;
    }
    const text = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + END.length;
    return text;
  }

  #list(length: number, depth: number): Reply[] | null | undefined {
    if (length < 0) return null;
    if (depth === DEEPEST) throw new NoRedis('its answer is too deep');
    const list: Reply[] = [];
    for (let i = 0; i < length; i++) {
      const item = this.#read(depth + 1);
      if (item === undefined) return undefined;
      list.push(item);
    }
    return list;
  }
}

function wholeNumber(text: string, least: number): number {
  const n = /^-?\d{1,20}$/.test(text) ? Number(text) : NaN;
  if (n >= least) return n;
  throw new NoRedis('it does not answer as Redis does');
}

/** A command as Redis reads it. */
export function commandBytes(command: string, args: readonly (string | Buffer)[]): Buffer {
  const parts = [command, ...args].flatMap((part) => {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    return [Buffer.from(`$${bytes.length}\r\n`), bytes, END];
  });
  return Buffer.concat([Buffer.from(`*${args.length + 1}\r\n`), ...parts]);
}

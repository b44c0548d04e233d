/** Takes a GeoJSON text apart while it comes, so that a file of any size is read in little memory. */

/** A member beside the features, such as `crs`; larger ones are no part of the format. */
const MAX_MEMBER = 1_000_000;
/** A feature with more characters is read by no program, and would fill the memory. */
const MAX_FEATURE = 200_000_000;

export class JsonError extends Error {
  override readonly name = 'JsonError';
}

type State =
  | 'start'
  | 'first-key'
  | 'key'
  | 'colon'
  | 'member'
  | 'next'
  | 'first-element'
  | 'element'
  | 'feature'
  | 'between'
  | 'end';

/**
 * Splits the text of a FeatureCollection into the texts of its features. The other members of the collection are kept
 * as texts. What stands within a feature is left to `JSON.parse`.
 */
export class CollectionSplitter {
  /** Texts of the members beside `features`. */
  readonly members = new Map<string, string>();
  /** Whether there was a list of features. */
  hasFeatures = false;
  #state: State = 'start';
  #text = '';
  /** Where the value begins that is being read, and how far it was looked at. */
  #from = 0;
  #at = 0;
  #depth = 0;
  #isInString = false;
  #key = '';

  /** Texts of the features that end in this piece. Throws `JsonError`. */
  push(piece: string): string[] {
    this.#text = this.#text.slice(this.#from) + piece;
    this.#at -= this.#from;
    this.#from = 0;
    const found: string[] = [];
    while (this.#step(found));
    if (this.#state === 'feature' && this.#text.length - this.#from > MAX_FEATURE)
      throw new JsonError('a feature is larger than 200 MB');
    return found;
  }

  /** Throws `JsonError` where the text ends too early. */
  end(): void {
    if (this.#state !== 'end') throw new JsonError('the text ends early');
  }

  /** Goes on by one token; false where more text is needed. */
  #step(found: string[]): boolean {
    switch (this.#state) {
      case 'member':
        return this.#readMember();
      case 'feature':
        return this.#readFeature(found);
      case 'end':
        if (this.#skipSpace()) throw this.#unexpected();
        return false;
      default:
        return this.#skipSpace() && this.#readSign();
    }
  }

  #readSign(): boolean {
    const sign = this.#text[this.#at];
    switch (this.#state) {
      case 'start':
        if (sign !== '{') throw this.#unexpected();
        return this.#go('first-key', 1);
      case 'first-key':
      case 'key':
        if (sign === '}' && this.#state === 'first-key') return this.#go('end', 1);
        if (sign !== '"') throw this.#unexpected();
        return this.#readKey();
      case 'colon':
        if (sign !== ':') throw this.#unexpected();
        this.#at += 1;
        return this.#beginMember();
      case 'next':
        if (sign === '}') return this.#go('end', 1);
        if (sign !== ',') throw this.#unexpected();
        return this.#go('key', 1);
      case 'first-element':
      case 'element':
        if (sign === ']' && this.#state === 'first-element') return this.#go('next', 1);
        this.#begin();
        return this.#go('feature', 0);
      case 'between':
        if (sign === ']') return this.#go('next', 1);
        if (sign !== ',') throw this.#unexpected();
        return this.#go('element', 1);
      default:
        return false;
    }
  }

  #go(state: State, characters: number): boolean {
    this.#state = state;
    this.#at += characters;
    if (state !== 'feature' && state !== 'member') this.#from = this.#at;
    return true;
  }

  #begin(): void {
    this.#from = this.#at;
    this.#depth = 0;
    this.#isInString = false;
  }

  #readKey(): boolean {
    const end = this.#text.indexOf('"', this.#at + 1);
    if (end < 0) {
      if (this.#text.length - this.#at > MAX_MEMBER) throw this.#unexpected();
      return false;
    }
    this.#key = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return this.#go('colon', 0);
  }

  #beginMember(): boolean {
    if (!this.#skipSpace()) {
      // Only the colon has been passed: it is read again with what comes.
      this.#at = this.#from;
      return false;
    }
    if (this.#key === 'features' && this.#text[this.#at] === '[') {
      if (this.hasFeatures) throw new JsonError('"features" comes twice');
      this.hasFeatures = true;
      return this.#go('first-element', 1);
    }
    this.#begin();
    return this.#go('member', 0);
  }

  #readMember(): boolean {
    const end = this.#endOfValue();
    if (end < 0) {
      if (this.#text.length - this.#from > MAX_MEMBER) throw new JsonError(`"${this.#key}" is larger than 1 MB`);
      return false;
    }
    this.members.set(this.#key, this.#text.slice(this.#from, end));
    this.#at = end;
    return this.#go('next', 0);
  }

  #readFeature(found: string[]): boolean {
    const end = this.#endOfValue();
    if (end < 0) return false;
    found.push(this.#text.slice(this.#from, end));
    this.#at = end;
    return this.#go('between', 0);
  }

  /** Where the value ends that began at `#from`; -1 where the text does not have its end yet. */
  #endOfValue(): number {
    const text = this.#text;
    let at = this.#at;
    while (at < text.length) {
      if (this.#isInString) {
        const quote = text.indexOf('"', at);
        if (quote < 0) {
          // An odd number of backslashes before the end would escape what comes next.
          this.#at = text.length - trailingBackslashes(text, text.length, at);
          return -1;
        }
        at = quote + 1;
        if (trailingBackslashes(text, quote, 0) % 2 === 1) continue;
        this.#isInString = false;
        if (this.#depth === 0) return at;
        continue;
      }
      const code = text.charCodeAt(at);
      if (code === QUOTE) this.#isInString = true;
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#depth += 1;
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        // A number or a word ends where the object around it does.
        if (this.#depth === 0) return at;
        this.#depth -= 1;
        if (this.#depth === 0) return at + 1;
      } else if (this.#depth === 0 && (code === COMMA || code <= SPACE)) return at;
      at += 1;
    }
    this.#at = at;
    return -1;
  }

  #skipSpace(): boolean {
    while (this.#at < this.#text.length && this.#text.charCodeAt(this.#at) <= SPACE) this.#at += 1;
    return this.#at < this.#text.length;
  }

  #unexpected(): JsonError {
    return new JsonError(`unexpected ${JSON.stringify(this.#text.slice(this.#at, this.#at + 20))}`);
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const SPACE = 0x20;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const BACKSLASH = 0x5c;

function trailingBackslashes(text: string, end: number, from: number): number {
  let count = 0;
  while (end - count - 1 >= from && text.charCodeAt(end - count - 1) === BACKSLASH) count += 1;
  return count;
}

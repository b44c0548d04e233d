/** The tokens of a text as its parser walks over them. */
import { isRounded } from '../../exact-json.ts';
import { Cql2Error, LIMITS, shorten, type Cql2Term } from './error.ts';
import { tokenize, type Token } from './lexer.ts';
import type { Reference } from './reference.ts';

export class Tokens {
  readonly #tokens: readonly Token[];
  #at = 0;
  #nodes = 0;
  #positions = 0;

  /** The system of coordinates; degrees, longitude first, where it is null. */
  readonly reference: Reference | null;

  /** Throws `Cql2Error`. */
  constructor(text: string, reference: Reference | null = null) {
    this.#tokens = tokenize(text);
    this.reference = reference;
  }

  get next(): Token {
    return this.#peek(0);
  }

  #peek(offset: number): Token {
    const token = this.#tokens[Math.min(this.#at + offset, this.#tokens.length - 1)];
    if (token === undefined) throw new RangeError('A list of tokens has an end.');
    return token;
  }

  advance(): void {
    this.#at += 1;
  }

  takeWord(keyword: string): boolean {
    const taken = this.next.kind === 'word' && this.next.keyword === keyword;
    if (taken) this.advance();
    return taken;
  }

  isSign(...signs: readonly string[]): boolean {
    return this.next.kind === 'sign' && signs.includes(this.next.text);
  }

  takeSign(sign: string): boolean {
    const taken = this.isSign(sign);
    if (taken) this.advance();
    return taken;
  }

  expectSign(sign: '(' | ')' | ',', orElse: Cql2Term = sign): void {
    if (!this.takeSign(sign)) this.refuse(orElse === sign ? sign : this.next.kind === 'end' ? sign : orElse);
  }

  /** A word with a bracket behind it. */
  isCall(): boolean {
    const after = this.#peek(1);
    return this.next.kind === 'word' && after.kind === 'sign' && after.text === '(';
  }

  takeNumber(): number {
    const { kind, number, text, position } = this.next;
    if (kind !== 'number') this.refuse('number');
    if (!Number.isFinite(number) || isRounded(text.replace(/^\+/, '')))
      throw new Cql2Error('bad-number', { position, found: shorten(text) });
    this.advance();
    // Minus zero is zero.
    return number === 0 ? 0 : number;
  }

  takeString(expected: Cql2Term): string {
    const { kind, value } = this.next;
    if (kind !== 'string') this.refuse(expected);
    this.advance();
    return value;
  }

  refuse(expected: Cql2Term): never {
    const { kind, text, position } = this.next;
    throw new Cql2Error('expected', { position, expected, ...(kind === 'end' ? {} : { found: shorten(text) }) });
  }

  /** Counts a node of the tree against the limit. */
  count<const T extends object>(node: T): T {
    this.#countNode();
    return node;
  }

  countLiteral<T>(value: T): T {
    this.#countNode();
    return value;
  }

  #countNode(): void {
    this.#nodes += 1;
    if (this.#nodes > LIMITS.nodes)
      throw new Cql2Error('too-large', { position: this.next.position, max: LIMITS.nodes });
  }

  countPosition(): void {
    this.#positions += 1;
    if (this.#positions > LIMITS.positions)
      throw new Cql2Error('too-many-positions', { position: this.next.position, max: LIMITS.positions });
  }
}

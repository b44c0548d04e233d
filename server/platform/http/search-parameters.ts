import { BadParameter } from './errors.ts';

/** The parameters of an address that Express has not seen; as `Query`, with the same errors. */
export class SearchParameters {
  readonly #query: URLSearchParams;

  constructor(query: URLSearchParams) {
    this.#query = query;
  }

  get names(): string[] {
    return [...new Set(this.#query.keys())];
  }

  text(name: string, maxLength = 2000): string | undefined {
    const [value, ...more] = this.#query.getAll(name);
    if (more.length > 0) throw new BadParameter(name, 'repeated-parameter');
    if (value !== undefined && value.length > maxLength) throw new BadParameter(name, 'too-long', { max: maxLength });
    return value;
  }
}

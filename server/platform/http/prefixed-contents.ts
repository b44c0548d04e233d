import type { Lang } from '../messages/index.ts';
import type { Content } from './content.ts';

/** Behind a proxy that passes the header of its clients on, anybody may name as many prefixes as they like. */
const MOST = 16;

/** Documents by language and by the prefix or address that they tell, the last few of them kept. */
export class PrefixedContents {
  readonly #kept = new Map<string, Content>();

  of(lang: Lang, prefix: string, make: () => Content): Content {
    const key = `${lang} ${prefix}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (this.#kept.size >= MOST) this.#kept.clear();
    this.#kept.set(key, made);
    return made;
  }
}

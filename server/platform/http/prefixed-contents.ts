import type { Lang } from '../messages/index.ts';
import { Content } from './content.ts';

/** Behind a proxy that passes the header of its clients on, anybody may name as many prefixes as they like. */
const MOST = 16;

/** Documents of JSON by language and prefix, the last few of them kept. */
export class PrefixedContents {
  readonly #kept = new Map<string, Content>();

  of(lang: Lang, prefix: string, write: () => unknown): Content {
    const key = `${lang} ${prefix}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const made = Content.json(write());
    if (this.#kept.size >= MOST) this.#kept.clear();
    this.#kept.set(key, made);
    return made;
  }
}

/** What a file says of itself, wherever its format has a place for it. */
import type { FileDescription } from './description.ts';

export interface Facts {
  readonly title: string;
  readonly description: string;
  readonly source: string;
  readonly licence: string;
  /** ISO 8601. */
  readonly made: string;
  readonly selection: string | null;
}

export function factsOf({ layer, lang, source, licence, madeAt, selection }: FileDescription): Facts {
  return {
    title: layer.title[lang],
    description: layer.description[lang],
    source,
    licence,
    made: madeAt.toISOString(),
    selection,
  };
}

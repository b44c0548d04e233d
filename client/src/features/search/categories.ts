import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import type { LayerFilters } from '../../../../tiles/filter/filter.ts';
import type { Text } from '../../../../tiles/layer/layer.ts';

/** A layer, or the part of it that a filter leaves. */
export interface Category {
  readonly layer: string;
  readonly title: Text;
  /** What the filter wants, where there is one. */
  readonly kind: Text | null;
  readonly filters: LayerFilters;
}

const MOST = 4;
/** One Chinese character says too little, and so do two letters. */
const LEAST = { zh: 2, en: 3 } as const;

/**
 * Layers, and kinds of their features, that words name: 公共厕所, 无障碍厕所, primary school. A kind is a value or a
 * flag that the layer can be filtered by; the rest of the words has to be part of the layer's title.
 */
export function categoriesOf(q: string, layers: readonly LayerInfo[]): readonly Category[] {
  const wanted = q.trim().toLowerCase();
  const found = layers.flatMap((layer) => {
    if (layer.tilesOnly === true) return [];
    const whole: Category = { layer: layer.id, title: layer.title, kind: null, filters: {} };
    return [
      ...(names(layer.title, wanted) ? [whole] : []),
      ...kindsOf(layer)
        .filter(({ label }) => splits(wanted).some(([kind, rest]) => names(label, kind) && rests(layer.title, rest)))
        .map(({ label, filters }) => ({ ...whole, kind: label, filters })),
    ];
  });
  return found.slice(0, MOST);
}

interface Kind {
  readonly label: Text;
  readonly filters: LayerFilters;
}

function kindsOf({ attributes, filters }: LayerInfo): readonly Kind[] {
  return filters.flatMap(({ attribute, kind }): readonly Kind[] => {
    const known = attributes[attribute];
    if (known === undefined) return [];
    if (kind === 'flag') return [{ label: known.title, filters: { [attribute]: { kind: 'flag' as const, on: true } } }];
    if (kind !== 'choice') return [];
    return Object.entries(known.values ?? {}).map(([value, label]) => ({
      label,
      filters: { [attribute]: { kind: 'choice' as const, values: [value] } },
    }));
  });
}

/** Long enough, and part of the text in either language. */
function names({ zh, en }: Text, words: string): boolean {
  const least = isLatin(words) ? LEAST.en : LEAST.zh;
  return words.length >= least && (zh.toLowerCase().includes(words) || en.toLowerCase().includes(singular(words)));
}

function rests({ zh, en }: Text, words: string): boolean {
  return words === '' || zh.toLowerCase().includes(words) || en.toLowerCase().includes(singular(words));
}

/** The words in two parts: between words of Latin letters, between any two characters of others. */
function splits(words: string): readonly (readonly [kind: string, rest: string])[] {
  const parts = isLatin(words) ? words.split(' ').filter((part) => part !== '') : [...words];
  const joint = isLatin(words) ? ' ' : '';
  return Array.from({ length: parts.length }, (_, index) => {
    const at = parts.length - index;
    return [parts.slice(0, at).join(joint), parts.slice(at).join(joint)] as const;
  });
}

function isLatin(words: string): boolean {
  return /^[\u0020-\u024f]*$/u.test(words);
}

function singular(words: string): string {
  return words.endsWith('s') ? words.slice(0, -1) : words;
}

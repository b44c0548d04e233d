/** What a layer was loaded from, and how its source is named by what it holds now. */
import { PROVENANCES, type LayerDefinition, type Text } from '../../tiles/layer/layer.ts';
import type { LayerLoadInfo } from '../../tiles/api/layers.ts';
import {
  foundRows,
  readArray,
  readBoolean,
  readDateOrNull,
  readNumber,
  readNumberOrNull,
  readText,
  readTextOrNull,
} from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable, Row } from '../platform/db/types.ts';
import { fill, LANGUAGES, type Lang } from '../../tiles/i18n.ts';
import { LAYERS } from './messages.ts';
import type { LayerExtent, LayerLoad, LayerOrigin } from './source.ts';

const LOADS = loadSql('layers/sql/loads');
/** A layer from more sources than these names the first ones, and how many more there are. */
const MOST_NAMED = 4;

/** Origins of layers that the table of features has. */
export async function readOrigins(db: Queryable, layers: readonly string[]): Promise<ReadonlyMap<string, LayerOrigin>> {
  const origins = new Map<string, LayerOrigin>();
  for (const row of foundRows(await db.query(LOADS, [layers]), 'layer_id')) {
    const layer = readText(row, 'layer_id');
    const before = origins.get(layer)?.loads ?? [];
    origins.set(layer, {
      loads: readNumberOrNull(row, 'load_id') === null ? before : [...before, readLoad(row)],
      wasGiven: readBoolean(row, 'was_given'),
      isEdited: readBoolean(row, 'is_edited'),
    });
  }
  return origins;
}

function readLoad(row: Row): LayerLoad {
  const [zh, en] = [readTextOrNull(row, 'source_zh'), readTextOrNull(row, 'source_en')];
  const provenances = readArray(row, 'provenances');
  return {
    isGiven: readBoolean(row, 'is_given'),
    source: zh === null ? null : { zh, en: en ?? zh },
    licence: readTextOrNull(row, 'licence'),
    asOf: readTextOrNull(row, 'as_of'),
    provenances: PROVENANCES.filter((each) => provenances.includes(each)),
    features: readNumber(row, 'features'),
    loadedAt: readDateOrNull(row, 'loaded_at'),
  };
}

type Defined = Pick<LayerDefinition, 'source' | 'comesWithCity'>;
type Held = Pick<LayerExtent, 'count' | 'provenance' | 'origin'>;

/**
 * Where the features come from that a layer holds now. That is what its definition says for files that came with the
 * city, and for layers of somebody's own that nothing was noted of; and what the loads said for all others.
 */
export function sourceNow(layer: Defined, held: Held | undefined): Text {
  const origin = held?.origin;
  if (held === undefined || origin === undefined) return layer.source;
  if (held.count === 0)
    return origin.loads.length === 0 && !isOfFiles(layer, origin) ? layer.source : LAYERS['no-data'];
  const named = sourcesOf(layer, shownLoads(origin, held), origin);
  return inBoth((lang) => {
    const texts = [...new Set(named.map((each) => each[lang]))];
    const more = texts.length - MOST_NAMED;
    const parts = [
      ...texts.slice(0, MOST_NAMED),
      ...(more > 0 ? [fill(LAYERS['more-sources'][lang], { more })] : []),
      ...(origin.isEdited ? [LAYERS['edited-since'][lang]] : []),
    ];
    return parts.join(lang === 'zh' ? '；' : '; ');
  });
}

const NO_SOURCE: Text = { zh: '', en: '' };

/** The definitions with the source of what each layer holds now; an empty text for a layer that was emptied. */
export function withSources(
  layers: readonly LayerDefinition[],
  stats: ReadonlyMap<string, Held>,
): readonly LayerDefinition[] {
  return layers.map((layer) => {
    const source = sourceNow(layer, stats.get(layer.id));
    return { ...layer, source: source === LAYERS['no-data'] ? NO_SOURCE : source };
  });
}

/** The loads that the layer still has features of, as the interface tells them; none where nothing was noted. */
export function loadsOf(held: Held | undefined): readonly LayerLoadInfo[] {
  if (held?.origin === undefined || held.count === 0) return [];
  return shownLoads(held.origin, held)
    .filter(({ isGiven }) => !isGiven)
    .map(({ source, licence, asOf, features, loadedAt }) => ({
      source,
      licence,
      asOf,
      features,
      loadedAt: loadedAt?.toISOString() ?? null,
    }));
}

/** Of all those loads, each once. */
export function licencesOf(held: Held | undefined): readonly string[] {
  return [...new Set(loadsOf(held).flatMap(({ licence }) => licence ?? []))];
}

function shownLoads({ loads }: LayerOrigin, { provenance }: Held): readonly LayerLoad[] {
  return loads.filter(({ provenances }) => provenances.some((each) => (provenance[each] ?? 0) > 0));
}

function sourcesOf(layer: Defined, shown: readonly LayerLoad[], origin: LayerOrigin): readonly Text[] {
  const isFiles = isOfFiles(layer, origin);
  // All features of all loads are gone, and somebody has written others.
  if (shown.length === 0) return [unsaid(layer, origin.loads.length > 0 || isFiles)];
  return shown.map((load) =>
    inBoth((lang) => withTerms((load.source ?? unsaid(layer, isFiles && !load.isGiven))[lang], load, lang)),
  );
}

/**
 * The definition tells the source of files that came with the city: it says so, or the layer has held such files. It
 * says so even where no file was ever loaded, as where the demonstration data is switched off.
 */
function isOfFiles({ comesWithCity = false }: Defined, { wasGiven }: LayerOrigin): boolean {
  return comesWithCity || wasGiven;
}

/** What a definition says of files that came with the city holds for no other file. */
function unsaid({ source }: Defined, isOther: boolean): Text {
  return isOther ? LAYERS['source-not-given'] : source;
}

function withTerms(source: string, { licence, asOf }: LayerLoad, lang: Lang): string {
  const terms = [
    ...(licence === null ? [] : [licence]),
    ...(asOf === null ? [] : [fill(LAYERS['as-of'][lang], { date: asOf })]),
  ];
  if (terms.length === 0) return source;
  return lang === 'zh' ? `${source}（${terms.join('，')}）` : `${source} (${terms.join(', ')})`;
}

function inBoth(make: (lang: Lang) => string): Text {
  const [zh, en] = LANGUAGES.map(make);
  return { zh: zh ?? '', en: en ?? '' };
}

/**
 * Filters: read from an address (`filter`, `filter.<layer>`, and the plain `attribute=value` of `/nearby`), and put
 * into a statement.
 */
import { isRounded } from '../../tiles/exact-json.ts';
import { LayerFilterParameter } from '../../tiles/api/common.ts';
import { checkCql2 } from '../../tiles/filter/cql2/check.ts';
import { costOf } from '../../tiles/filter/cql2/cost.ts';
import { Cql2Error, LIMITS } from '../../tiles/filter/cql2/error.ts';
import { normalizeCql2 } from '../../tiles/filter/cql2/normalize.ts';
import { parseCql2JsonText } from '../../tiles/filter/cql2/parse-json.ts';
import { parseCql2Text } from '../../tiles/filter/cql2/parse-text.ts';
import { queryablesOf } from '../../tiles/filter/cql2/queryables.ts';
import type { Reference } from '../../tiles/filter/cql2/reference.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { Attribute, LayerDefinition } from '../../tiles/layer/layer.ts';
import { toBadParameter } from './filter-error.ts';
import type { SqlFile, SqlValue } from '../platform/db/types.ts';
import { compileCql2 } from './compile.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { parseNumber } from '../platform/text/numbers.ts';

/**
 * Parameters of an address, however it was taken apart. `text` throws `BadParameter` for what comes twice or is too
 * long.
 */
export interface Parameters {
  readonly names: readonly string[];
  text(name: string, maxLength?: number): string | undefined;
}

export const FILTER = 'filter';
/** Before the layer's id: a filter of this layer alone. */
export const LAYER_FILTER = 'filter.';
export const FILTER_LANG = 'filter-lang';
/** `filter.<layer>` in the description of an endpoint. */
export const LAYER_FILTERS = { name: 'filters', pattern: '^filter\\.', schema: LayerFilterParameter };

const LANGUAGES = ['cql2-text', 'cql2-json'] as const;
type FilterLanguage = (typeof LANGUAGES)[number];

/**
 * What `filter`, which every layer must be able to meet, and `filter.<layer>` ask of each layer: in normal form, null
 * where nothing is asked. Throws `BadParameter`.
 * @param reference the system of their coordinates; degrees, longitude first, where it is null
 */
export function readFilters(
  parameters: Parameters,
  layers: readonly LayerDefinition[],
  reference: Reference | null = null,
): ReadonlyMap<string, Cql2 | null> {
  const ids = new Set(layers.map(({ id }) => id));
  const stray = parameters.names.find(
    (name) => name.startsWith(LAYER_FILTER) && !ids.has(name.slice(LAYER_FILTER.length)),
  );
  if (stray !== undefined) throw new BadParameter(stray, 'filter-of-no-layer', { layers: [...ids].join(', ') });
  const language = readLanguage(parameters);
  const common = readFilter(parameters, FILTER, language, reference);
  let cost = 0;
  let length = 0;
  for (const name of parameters.names.filter((each) => each === FILTER || each.startsWith(LAYER_FILTER))) {
    length += parameters.text(name, LIMITS.characters)?.length ?? 0;
    if (length > LIMITS.longest) throw toBadParameter(new Cql2Error('too-long', { max: LIMITS.longest }), name);
  }
  return new Map(
    layers.map((layer) => {
      const own = readFilter(parameters, LAYER_FILTER + layer.id, language, reference);
      checkFilter(common, layer, FILTER);
      checkFilter(own, layer, LAYER_FILTER + layer.id);
      const filter = meetAll([common, own]);
      cost += costWithin(filter, layer, { before: cost, parameter: own === null ? FILTER : LAYER_FILTER + layer.id });
      return [layer.id, filter];
    }),
  );
}

/** The filter of a layer by a text that is no parameter of an address, or what is wrong with it. */
export function readFilterText(
  text: string,
  layer: LayerDefinition,
): { readonly filter: Cql2 | null } | { readonly problem: Pick<BadParameter, 'text' | 'values'> } {
  const parameters: Parameters = { names: [FILTER], text: (name) => (name === FILTER ? text : undefined) };
  try {
    return { filter: readFilters(parameters, [layer]).get(layer.id) ?? null };
  } catch (error) {
    if (!(error instanceof BadParameter)) throw error;
    return { problem: error };
  }
}

/** All conditions in normal form, or null where they keep everything. */
export function meetAll(conditions: readonly (Cql2 | null)[]): Cql2 | null {
  const args = conditions.filter((each) => each !== null);
  if (args.length === 0) return null;
  const filter = normalizeCql2({ op: 'and', args });
  return filter === true ? null : filter;
}

/** Whether the filter fits the layer. Throws `BadParameter`. */
function checkFilter(filter: Cql2 | null, layer: LayerDefinition, parameter: string): void {
  if (filter === null) return;
  try {
    checkCql2(filter, queryablesOf(layer));
  } catch (error) {
    throw error instanceof Cql2Error ? toBadParameter(error, parameter, layer) : error;
  }
}

/**
 * The cost of all that is asked of a layer, after layers that cost `before` together. Throws `BadParameter` where it is
 * too much.
 */
function costWithin(
  filter: Cql2 | null,
  layer: LayerDefinition,
  { before, parameter }: { readonly before: number; readonly parameter: string },
): number {
  if (filter === null) return 0;
  const cost = costOf(filter, queryablesOf(layer));
  const { cost: max, costOfAll } = LIMITS;
  if (cost > max) throw toBadParameter(new Cql2Error('too-costly', { cost, max }), parameter, layer);
  if (before + cost <= costOfAll) return cost;
  throw toBadParameter(new Cql2Error('too-costly-together', { cost: before + cost, max: costOfAll }), parameter, layer);
}

function readFilter(
  parameters: Parameters,
  name: string,
  language: FilterLanguage | undefined,
  reference: Reference | null,
): Cql2 | null {
  const text = parameters.text(name, LIMITS.characters);
  if (text === undefined) return null;
  const isJson = language === undefined ? text.trimStart().startsWith('{') : language === 'cql2-json';
  try {
    return isJson ? parseCql2JsonText(text, reference) : parseCql2Text(text, reference);
  } catch (error) {
    throw error instanceof Cql2Error ? toBadParameter(error, name) : error;
  }
}

function readLanguage(parameters: Parameters): FilterLanguage | undefined {
  const text = parameters.text(FILTER_LANG);
  const language = LANGUAGES.find((each) => each === text);
  if (text !== undefined && language === undefined)
    throw new BadParameter(FILTER_LANG, 'not-a-choice', { value: text, choices: LANGUAGES.join(', ') });
  return language;
}

/**
 * Every parameter that is not one of the route's own names an attribute of the layer and the value it must have.
 * Throws `BadParameter`.
 */
export function readAttributeFilters(
  parameters: Parameters,
  layer: LayerDefinition,
  ownParameters: readonly string[],
): Cql2[] {
  const names = parameters.names.filter(
    (each) =>
      !ownParameters.includes(each) && each !== FILTER && each !== FILTER_LANG && !each.startsWith(LAYER_FILTER),
  );
  return names.map((name) => {
    const attribute = Object.hasOwn(layer.attributes, name) ? layer.attributes[name] : undefined;
    if (!attribute) {
      throw new BadParameter(name, 'not-a-filter', {
        layer: layer.id,
        choices: Object.keys(layer.attributes).join(', '),
      });
    }
    const condition: Cql2 = {
      op: '=',
      args: [{ property: name }, parseValue(name, requiredText(parameters, name), attribute)],
    };
    checkFilter(condition, layer, name);
    return condition;
  });
}

function requiredText(parameters: Parameters, name: string): string {
  const value = parameters.text(name)?.trim();
  if (value === undefined || value === '') throw new BadParameter(name, 'missing-parameter');
  return value;
}

function parseValue(name: string, text: string, attribute: Attribute): string | number | boolean {
  if (attribute.values && attribute.closed === true && !Object.hasOwn(attribute.values, text)) {
    throw new BadParameter(name, 'not-a-choice', { value: text, choices: Object.keys(attribute.values).join(', ') });
  }
  switch (attribute.type) {
    case 'string':
      return text;
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw new BadParameter(name, 'not-a-flag', { value: text });
      return text === 'true';
    case 'integer':
    case 'number': {
      const value = parseNumber(text);
      if (value === null) throw new BadParameter(name, 'not-a-number', { value: text });
      if (isRounded(text)) throw new BadParameter(name, 'number-too-large', { value: text });
      if (attribute.type === 'integer' && !Number.isInteger(value))
        throw new BadParameter(name, 'not-an-integer', { value: text });
      return value;
    }
  }
}

export interface Statement {
  readonly sql: SqlFile;
  readonly params: readonly SqlValue[];
}

const PLACE = '{filter}';

/**
 * Puts the condition of a filter where the text of a statement has `{filter}`: a condition on `feature f`, with
 * parameters that follow those given. Without a filter the statement keeps its name, and is prepared once.
 */
export function withFilter(
  sql: SqlFile,
  params: readonly SqlValue[],
  filter: Cql2 | null,
  layer: Pick<LayerDefinition, 'id' | 'attributes' | 'timeZone'>,
): Statement {
  if (filter === null) return { sql: withoutFilter(sql), params };
  const compiled = compileCql2(filter, {
    columns: queryablesOf(layer),
    firstParameter: params.length + 1,
    layer: layer.id,
    timeZone: layer.timeZone,
  });
  // Not a text for a replacement, in which `$` means something.
  return { sql: { text: sql.text.replaceAll(PLACE, () => compiled.sql) }, params: [...params, ...compiled.params] };
}

export function withoutFilter(sql: SqlFile): SqlFile {
  return { ...sql, text: sql.text.replaceAll(PLACE, 'true') };
}

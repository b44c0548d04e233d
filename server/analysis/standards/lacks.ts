/** What a city lacks for a rule: a layer, an attribute, a value. */
import type { StandardRule } from '../../../tiles/api/standard.ts';
import { checkCql2 } from '../../../tiles/filter/cql2/check.ts';
import { Cql2Error } from '../../../tiles/filter/cql2/error.ts';
import { parseCql2Text } from '../../../tiles/filter/cql2/parse-text.ts';
import { queryablesOf } from '../../../tiles/filter/cql2/queryables.ts';
import type { Attribute, LayerDefinition, Text } from '../../../tiles/layer/layer.ts';
import type { Catalogue } from '../../layers/catalogue.ts';
import type { MessageValues } from '../../platform/messages/index.ts';
import { sentence } from '../sentence.ts';
import { STANDARDS } from './messages.ts';
import { attributesOf, reachesOf, sharesOf } from './reads.ts';

/** Sentences without their full stop; none where the rule can be computed. */
export function lacksOf(rule: StandardRule, catalogue: Pick<Catalogue, 'get'>): readonly Text[] {
  if (rule.demanded.kind === 'not-computed') return [lack('missing-method')];
  const layer = catalogue.get(rule.layer);
  return layer === undefined ? [lack('missing-layer', { layer: rule.layer })] : [...layerLacks(rule, layer)];
}

function* layerLacks({ demanded, filter }: StandardRule, layer: LayerDefinition): Generator<Text> {
  // Areas stand at one point of theirs, so that nothing can be measured from them.
  const isAreaSum = demanded.kind === 'area-per-person' || demanded.kind === 'area-per-household';
  if (layer.geometry !== 'Point' && (!isAreaSum || reachesOf(demanded).length > 0))
    yield lack('missing-points', { layer: layer.id });
  yield* numberLacks(layer, attributesOf(demanded));
  for (const [attribute, values] of Object.entries(sharesOf(demanded))) yield* valueLacks(layer, attribute, values);
  if (filter !== undefined) yield* filterLacks(filter, layer);
}

function numberLacks(layer: LayerDefinition, attributes: readonly string[]): readonly Text[] {
  return attributes.flatMap((attribute) => {
    const type = attributeOf(layer, attribute)?.type;
    const values = { layer: layer.id, attribute };
    if (type === undefined) return [lack('missing-attribute', values)];
    return type === 'integer' || type === 'number' ? [] : [lack('missing-number', values)];
  });
}

/** A value that the attribute cannot have would silently count nobody. */
function valueLacks(
  layer: LayerDefinition,
  attribute: string,
  values: readonly (string | number | boolean)[],
): readonly Text[] {
  const known = attributeOf(layer, attribute);
  if (known === undefined) return [lack('missing-attribute', { layer: layer.id, attribute })];
  return values
    .filter((value) => !canBe(known, value))
    .map((value) => lack('missing-value', { layer: layer.id, attribute, value: String(value) }));
}

function canBe({ type, values }: Attribute, value: string | number | boolean): boolean {
  if (type === 'boolean' || type === 'string') {
    return typeof value === type && (typeof value !== 'string' || values === undefined || Object.hasOwn(values, value));
  }
  return typeof value === 'number';
}

function* filterLacks(filter: string, layer: LayerDefinition): Generator<Text> {
  try {
    const parsed = parseCql2Text(filter);
    checkCql2(parsed, queryablesOf(layer));
    yield* unknownValues(parsed, layer);
  } catch (error) {
    if (!(error instanceof Cql2Error)) throw error;
    yield lack('missing-filter', { filter, layer: layer.id, detail: error.message });
  }
}

/** A filter for a value that the attribute cannot have would silently keep nothing. */
function* unknownValues(node: unknown, layer: LayerDefinition): Generator<Text> {
  if (typeof node !== 'object' || node === null) return;
  if ('op' in node && 'args' in node && Array.isArray(node.args) && (node.op === '=' || node.op === 'in')) {
    const [left, right] = node.args as readonly unknown[];
    const name =
      typeof left === 'object' && left !== null && 'property' in left && typeof left.property === 'string'
        ? left.property
        : '';
    const allowed = attributeOf(layer, name)?.values;
    for (const value of [right].flat()) {
      if (allowed !== undefined && typeof value === 'string' && !Object.hasOwn(allowed, value))
        yield lack('missing-filter-value', { attribute: name, value, layer: layer.id });
    }
  }
  for (const inner of Object.values(node)) yield* unknownValues(inner, layer);
}

function attributeOf({ attributes }: LayerDefinition, name: string): Attribute | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

function lack(key: Lack, values: MessageValues = {}): Text {
  return sentence(STANDARDS[key], values);
}

type Lack = Extract<keyof typeof STANDARDS, `missing-${string}`>;

/** As one text, with the full stop that each lacks. */
export function joined(texts: readonly Text[]): Text {
  return {
    zh: `${texts.map(({ zh }) => zh).join('；')}。`,
    en: `${texts.map(({ en }) => capitalised(en)).join('; ')}.`,
  };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether a filter fits a layer: names that it has, values of their types. */
import { Cql2Error, placeOf, shorten, type Cql2Place } from './error.ts';
import { formatScalar } from './format.ts';
import { checkGeometry, gather } from './geometry.ts';
import type { Queryables, QueryableType } from './queryables.ts';
import { extentOf } from './time.ts';
import {
  isComparison,
  isInstant,
  isInterval,
  isOneOf,
  isProperty,
  isSpatial,
  isTextCall,
  isTemporal,
  INTERVAL_OPS,
  type Cql2,
  type GeometryExpression,
  type Like,
  type Property,
  type Scalar,
  type Spatial,
  type Temporal,
  type TextExpression,
} from './types.ts';

/** Throws `Cql2Error`. */
export function checkCql2(node: Cql2, queryables: Queryables): void {
  if (typeof node === 'boolean') return;
  if (node.op === 'and' || node.op === 'or' || node.op === 'not')
    return node.args.forEach((each) => checkCql2(each, queryables));
  if (isSpatial(node)) return checkSpatial(node, queryables);
  if (isTemporal(node)) return checkTemporal(node, queryables);
  if (isComparison(node)) return checkAlike(node.args, queryables, placeOf(node));
  if (node.op === 'between') return checkAlike(node.args, queryables, placeOf(node));
  if (node.op === 'in')
    return node.args[1].forEach((item) => checkAlike([node.args[0], item], queryables, placeOf(node)));
  if (node.op === 'like') return checkLike(node, queryables);
  if (node.op === 'isNull') typeOf(node.args[0], queryables);
}

/** Checks that all operands have one type. A text beside an instant counts as an instant where it parses as one. */
function checkAlike(operands: readonly Scalar[], queryables: Queryables, place: Cql2Place): void {
  const types = operands.map((operand) => typeOf(operand, queryables));
  const isTime = types.includes('instant');
  const [first, firstType] = [operands[0], types[0]];
  for (const [index, operand] of operands.entries()) {
    const type = types[index];
    if (type === 'geometry' && isProperty(operand))
      throw new Cql2Error('wrong-type', { ...placeOf(operand), name: operand.property, type, wanted: 'value' });
    if (isTime && typeof operand === 'string') {
      if (extentOf(operand) === null) throw new Cql2Error('not-a-date', { ...place, found: shorten(operand) });
    } else if (type !== (isTime ? 'instant' : firstType) && first !== undefined && type !== undefined) {
      const other = operands[types.findIndex((each) => each !== type)] ?? first;
      throw unlike(operand, type, other, typeOf(other, queryables), place);
    }
  }
}

function unlike(a: Scalar, aType: QueryableType, b: Scalar, bType: QueryableType, place: Cql2Place): Cql2Error {
  const [property, type, other, otherType] = isProperty(a) ? [a, aType, b, bType] : [b, bType, a, aType];
  if (!isProperty(property)) return new Cql2Error('not-comparable', { ...place, type, otherType });
  return new Cql2Error('wrong-type', {
    ...placeOf(property),
    ...place,
    name: property.property,
    type,
    wanted: otherType,
    found: shorten(formatScalar(other)),
  });
}

function checkLike({ args: [text, pattern] }: Like, queryables: Queryables): void {
  if (isProperty(text)) {
    const type = typeOfProperty(text, queryables);
    // Dates are texts, so 2017-% can be asked for.
    if (type !== 'string' && type !== 'instant')
      throw new Cql2Error('wrong-type', {
        ...placeOf(text),
        name: text.property,
        type,
        wanted: 'string',
        found: 'LIKE',
      });
  } else checkText(text, queryables);
  let inner: TextExpression = pattern;
  while (isTextCall(inner)) [inner] = inner.args;
  if (typeof inner === 'string' && /^(?:[^\\]|\\.)*\\$/su.test(inner))
    throw new Cql2Error('bad-pattern', { ...placeOf(text), found: shorten(inner) });
}

function typeOf(operand: Scalar, queryables: Queryables): QueryableType {
  if (typeof operand === 'string') return 'string';
  if (typeof operand === 'number') return 'number';
  if (typeof operand === 'boolean') return 'boolean';
  if (isInstant(operand)) return 'instant';
  if (isProperty(operand)) return typeOfProperty(operand, queryables);
  checkText(operand, queryables);
  return 'string';
}

function checkText(text: TextExpression, queryables: Queryables): void {
  let inner = text;
  while (isTextCall(inner)) [inner] = inner.args;
  if (isProperty(inner)) expectType(inner, 'string', queryables);
}

function typeOfProperty(property: Property, queryables: Queryables): QueryableType {
  const type = queryables.get(property.property);
  if (type === undefined)
    throw new Cql2Error('unknown-property', { ...placeOf(property), name: shorten(property.property) });
  return type;
}

function expectType(property: Property, wanted: QueryableType, queryables: Queryables): void {
  const type = typeOfProperty(property, queryables);
  if (type !== wanted)
    throw new Cql2Error('wrong-type', { ...placeOf(property), name: property.property, type, wanted });
}

function checkSpatial(node: Spatial, queryables: Queryables): void {
  for (const operand of node.args) {
    if (isProperty(operand)) expectType(operand, 'geometry', queryables);
    else if (node.op !== 's_intersects' && node.op !== 's_disjoint') checkGathered(operand, placeOf(operand, node));
  }
}

/** The database compares only collections of one kind, as the multi-part geometry that they are together. */
function checkGathered(geometry: Exclude<GeometryExpression, Property>, place: Cql2Place): void {
  if (!('type' in geometry) || geometry.type !== 'GeometryCollection') return;
  const gathered = gather(geometry);
  if (gathered === null) throw new Cql2Error('mixed-collection', place);
  checkGeometry(gathered, place);
}

function checkTemporal(node: Temporal, queryables: Queryables): void {
  for (const operand of node.args) {
    if (isInterval(operand))
      operand.interval.filter(isProperty).forEach((end) => expectType(end, 'instant', queryables));
    else if (isProperty(operand)) expectType(operand, 'instant', queryables);
    if (isOneOf(INTERVAL_OPS, node.op) && !isInterval(operand))
      throw new Cql2Error('instant-where-interval', { ...placeOf(operand, node), name: node.op.toUpperCase() });
  }
}

/** Syntax tree → CQL2 Text. */
import { toWkt } from './geometry.ts';
import {
  isInstant,
  isInterval,
  isProperty,
  isSpatial,
  isTemporal,
  isTextCall,
  type Cql2,
  type GeometryExpression,
  type Scalar,
  type TemporalExpression,
} from './types.ts';

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Words of the language: a name that is one of them must be quoted. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'and or not like between in is null true false div casei accenti date timestamp interval bbox z ' +
    'point linestring polygon multipoint multilinestring multipolygon geometrycollection'
  ).split(' '),
);
/** Names of the functions that compare shapes, times and arrays. */
const FUNCTION = /^[sta]_\w+$/i;

/** The same text for equal trees; `parseCql2Text` reads it back. */
export function formatCql2(node: Cql2): string {
  if (typeof node === 'boolean') return node ? 'TRUE' : 'FALSE';
  if (node.op === 'and' || node.op === 'or')
    return node.args.map((each) => formatArgument(each, node.op)).join(` ${node.op.toUpperCase()} `);
  if (node.op === 'not') return formatNot(node.args[0]);
  return formatPredicate(node, '');
}

/** Within `and` and `or` a condition of the other kind has brackets, so that it is easy to read. */
function formatArgument(node: Cql2, inside: 'and' | 'or'): string {
  const isLogical = typeof node !== 'boolean' && (node.op === 'and' || node.op === 'or');
  return isLogical && (node.op === 'or' || inside === 'and') ? `(${formatCql2(node)})` : formatCql2(node);
}

function formatNot(node: Cql2): string {
  if (typeof node === 'boolean') return `NOT ${formatCql2(node)}`;
  switch (node.op) {
    case 'and':
    case 'or':
    case 'not':
      return `NOT (${formatCql2(node)})`;
    case 'like':
    case 'in':
    case 'between':
    case 'isNull':
      return formatPredicate(node, 'NOT ');
    default:
      return `NOT ${formatCql2(node)}`;
  }
}

function formatPredicate(node: Exclude<Cql2, boolean>, not: 'NOT ' | ''): string {
  if (isSpatial(node)) return `${node.op.toUpperCase()}(${node.args.map(formatGeometry).join(', ')})`;
  if (isTemporal(node)) return `${node.op.toUpperCase()}(${node.args.map(formatTime).join(', ')})`;
  switch (node.op) {
    case 'and':
    case 'or':
    case 'not':
      return formatCql2(node);
    case 'like':
      return `${formatScalar(node.args[0])} ${not}LIKE ${formatScalar(node.args[1])}`;
    case 'between':
      return `${formatScalar(node.args[0])} ${not}BETWEEN ${formatScalar(node.args[1])} AND ${formatScalar(node.args[2])}`;
    case 'in':
      return `${formatScalar(node.args[0])} ${not}IN (${node.args[1].map(formatScalar).join(', ')})`;
    case 'isNull':
      return `${formatScalar(node.args[0])} IS ${not}NULL`;
    default:
      return `${formatScalar(node.args[0])} ${node.op} ${formatScalar(node.args[1])}`;
  }
}

export function formatScalar(value: Scalar): string {
  if (typeof value === 'string') return formatString(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (isInstant(value)) return 'date' in value ? `DATE('${value.date}')` : `TIMESTAMP('${value.timestamp}')`;
  if (isTextCall(value)) return `${value.op.toUpperCase()}(${formatScalar(value.args[0])})`;
  return formatName(value.property);
}

function formatString(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function formatName(name: string): string {
  return PLAIN_NAME.test(name) && !isKeyword(name) ? name : `"${name}"`;
}

function isKeyword(name: string): boolean {
  return KEYWORDS.has(name.toLowerCase()) || FUNCTION.test(name);
}

function formatTime(value: TemporalExpression): string {
  if (!isInterval(value)) return formatScalar(value);
  return `INTERVAL(${value.interval.map((end) => (isProperty(end) ? formatName(end.property) : `'${end}'`)).join(', ')})`;
}

function formatGeometry(value: GeometryExpression): string {
  if (isProperty(value)) return formatName(value.property);
  return 'bbox' in value ? `BBOX(${value.bbox.join(', ')})` : toWkt(value);
}

/** Random filters in CQL2, and features to hold them against. */
import fc from 'fast-check';
import type { PlainFeature } from '../../tiles/filter/cql2/evaluate.ts';
import { queryablesOf } from '../../tiles/filter/cql2/queryables.ts';
import {
  COMPARISONS,
  INSTANT_OPS,
  INTERVAL_OPS,
  SPATIAL_OPS,
  type Cql2,
  type Geometry,
  type Instant,
  type Interval,
  type Position,
  type Scalar,
  type TextExpression,
} from '../../tiles/filter/cql2/types.ts';
import type { Attribute } from '../../tiles/layer/layer.ts';

const title = { zh: '甲', en: 'A' };
const attribute = (type: Attribute['type'], format?: 'date' | 'date-time'): Attribute => ({
  type,
  title,
  ...(format && { format }),
});

/** Attributes of every type, two of each that can be compared with each other; one has a name that is a keyword. */
export const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  name: attribute('string'),
  名称: attribute('string'),
  n: attribute('number'),
  m: attribute('integer'),
  wifi: attribute('boolean'),
  open: attribute('boolean'),
  date: attribute('string', 'date'),
  closed: attribute('string', 'date-time'),
};
export const QUERYABLES = queryablesOf({ attributes: ATTRIBUTES });

/**
 * Characters that mean something to one of the languages a text passes through, or have a case, marks or two halves.
 */
const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'A',
    'b',
    'é',
    'É',
    'ß',
    'Ж',
    'ж',
    'Ａ',
    '海',
    '😀',
    '\u{FFFD}',
    '%',
    '_',
    '\\',
    "'",
    '"',
    '$1',
    ';',
    ' ',
    '\n',
    '--',
  ),
  maxLength: 5,
});
const word = fc.constantFrom('a', 'A', 'ab', '海', '海b', '', 'é');
const number = fc
  .oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom(0.1, 1e21, 1e300, -1e-300, 5e-324, 2.5),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  .map((each) => each + 0);
const day = fc.constantFrom('2016-12-31', '2017-01-01', '2017-01-02', '2020-02-29', '0001-01-01', '9999-12-31');
const moment = fc.constantFrom(
  '2016-12-31T15:59:59.999999Z',
  '2016-12-31T16:00:00Z',
  '2017-01-01T00:00:00Z',
  '2017-01-01T15:59:59.5Z',
  '2017-01-01T16:00:00Z',
  '0001-01-01T00:00:00Z',
);

const instant: fc.Arbitrary<Instant> = fc.oneof(
  day.map((date) => ({ date })),
  moment.map((timestamp) => ({ timestamp })),
);
const dates = fc.constantFrom('date', 'closed').map((property) => ({ property }));
const texts = fc.constantFrom('name', '名称', 'id', 'provenance').map((property) => ({ property }));

function textOf(
  literal: fc.Arbitrary<string>,
  property: fc.Arbitrary<{ property: string }>,
): fc.Arbitrary<TextExpression> {
  const plain = fc.oneof(literal, property);
  const call = (args: fc.Arbitrary<TextExpression>): fc.Arbitrary<TextExpression> =>
    fc.record({ op: fc.constantFrom('casei' as const, 'accenti' as const), args: fc.tuple(args) });
  return fc.oneof({ weight: 3, arbitrary: plain }, call(plain), call(call(plain)));
}

const SCALARS: Readonly<Record<'string' | 'number' | 'boolean' | 'instant', fc.Arbitrary<Scalar>>> = {
  string: textOf(fc.oneof(word, text), texts),
  number: fc.oneof(
    number,
    fc.constantFrom('n', 'm').map((property) => ({ property })),
  ),
  boolean: fc.oneof(
    fc.boolean(),
    fc.constantFrom('wifi', 'open').map((property) => ({ property })),
  ),
  // A text beside a date is one.
  instant: fc.oneof({ weight: 2, arbitrary: dates }, instant),
};
const kind = fc.constantFrom('string' as const, 'number' as const, 'boolean' as const, 'instant' as const);

const position: fc.Arbitrary<Position> = fc
  .tuple(fc.integer({ min: 1190, max: 1210 }), fc.integer({ min: 350, max: 370 }))
  .map(([lon, lat]) => [lon / 10, lat / 10]);
const box = fc
  .tuple(position, position)
  .map(([[a, b], [c, d]]): Geometry => ({ bbox: [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)] }));
const triangle = fc.tuple(position, fc.integer({ min: 1, max: 9 })).map(
  ([[lon, lat], size]): Geometry => ({
    type: 'Polygon',
    coordinates: [
      [
        [lon, lat],
        [lon + size / 8, lat],
        [lon, lat + size / 8],
        [lon, lat],
      ],
    ],
  }),
);
export const geometry: fc.Arbitrary<Geometry> = fc.oneof(
  box,
  triangle,
  position.map((coordinates): Geometry => ({ type: 'Point', coordinates })),
  fc.tuple(position, fc.integer({ min: 1, max: 9 })).map(
    ([[lon, lat], size]): Geometry => ({
      type: 'LineString',
      coordinates: [
        [lon, lat],
        [lon + size / 8, lat + 0.1],
      ],
    }),
  ),
  fc
    .array(position, { minLength: 1, maxLength: 3 })
    .map((coordinates): Geometry => ({ type: 'MultiPoint', coordinates })),
  fc.constantFrom<Geometry>(
    { bbox: [179, -10, -179, 10] },
    { bbox: [-180, -90, 180, 90] },
    { bbox: [120, 80, 121, 90] },
  ),
);

const interval: fc.Arbitrary<Interval> = fc.oneof(
  fc.tuple(day, day).map(([a, b]): Interval => ({ interval: a <= b ? [a, b] : [b, a] })),
  fc.tuple(moment, moment).map(([a, b]): Interval => ({ interval: a <= b ? [a, b] : [b, a] })),
  fc.tuple(fc.oneof(day, fc.constant('..')), dates).map((ends): Interval => ({ interval: ends })),
  fc.tuple(dates, fc.oneof(moment, fc.constant('..'), dates)).map((ends): Interval => ({ interval: ends })),
);

const alike = <T>(make: (scalar: fc.Arbitrary<Scalar>) => fc.Arbitrary<T>): fc.Arbitrary<T> =>
  kind.chain((each) => make(SCALARS[each]));

const PLAIN: readonly fc.Arbitrary<Cql2>[] = [
  fc.boolean(),
  alike((scalar) => fc.record({ op: fc.constantFrom(...COMPARISONS), args: fc.tuple(scalar, scalar) })),
  fc.record({ op: fc.constantFrom(...COMPARISONS), args: fc.tuple(dates, fc.oneof(day, moment)) }),
  alike((scalar) => fc.record({ op: fc.constant('between' as const), args: fc.tuple(scalar, scalar, scalar) })),
  alike((scalar) =>
    fc.record({
      op: fc.constant('in' as const),
      args: fc.tuple(scalar, fc.array(scalar, { minLength: 1, maxLength: 4 })),
    }),
  ),
  fc.record({
    op: fc.constant('like' as const),
    args: fc.tuple(
      fc.oneof({ weight: 3, arbitrary: textOf(word, texts) }, dates),
      textOf(
        fc
          .oneof(text, fc.constantFrom('%', '_%', '%b', 'a_', '%\\%%', '2017-%'))
          .map((each) => each.replace(/\\+$/, '')),
        fc.constant({ property: '' }),
      ).filter((each) => !JSON.stringify(each).includes('property')),
    ),
  }),
  fc.record({
    op: fc.constant('isNull' as const),
    args: fc.tuple(
      fc
        .constantFrom(...QUERYABLES.keys())
        .filter((name) => name !== 'geometry')
        .map((property) => ({ property })),
    ),
  }),
  fc.record({
    op: fc.constantFrom(...INSTANT_OPS),
    args: fc.tuple(fc.oneof(dates, instant, interval), fc.oneof(dates, instant, interval)),
  }),
  fc.record({ op: fc.constantFrom(...INTERVAL_OPS), args: fc.tuple(interval, interval) }),
];

const SPATIAL: fc.Arbitrary<Cql2> = fc.record({
  op: fc.constantFrom(...SPATIAL_OPS),
  args: fc.oneof(
    fc.tuple(fc.constant({ property: 'geom' }), geometry),
    fc.tuple(geometry, fc.constant({ property: 'geom' })),
  ),
});

function filters(predicates: readonly fc.Arbitrary<Cql2>[]): fc.Arbitrary<Cql2> {
  return fc.letrec<{ node: Cql2; leaf: Cql2 }>((tie) => ({
    leaf: fc.oneof(...predicates),
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 3, arbitrary: tie('leaf') },
      fc.record({
        op: fc.constantFrom('and' as const, 'or' as const),
        args: fc.array(tie('node'), { minLength: 2, maxLength: 4 }),
      }),
      fc.record({ op: fc.constant('not' as const), args: fc.tuple(tie('node')) }),
    ),
  })).node;
}

/** Filters that `checkCql2` takes for `QUERYABLES`. */
export const plainFilter = filters(PLAIN);
export const anyFilter = filters([...PLAIN, SPATIAL]);

/** Whatever plain SQL may have put into the attributes. */
const wild = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.constant({ deep: [1] }),
  fc.constantFrom(
    '2017-02-30',
    '2017-13-01',
    '2017-01-01T25:00:00Z',
    '0000-01-01',
    '二〇一七年',
    '2019-02-29',
    '2017-01-01T08:00+08:00x',
  ),
);
const written = fc.oneof(
  day,
  moment,
  fc.constantFrom(
    '2017-01-01T08:00:00+08:00',
    '2017-01-01T00:30',
    '2017-01-01 10:00:00',
    '2016-12-31T23:59:60Z',
    '2017-01-01T00:00:00.1234567-05:30',
  ),
);
const usually = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> => fc.oneof({ weight: 5, arbitrary: value }, wild);

export const plainFeature: fc.Arbitrary<PlainFeature> = fc.record({
  id: word,
  provenance: fc.constantFrom('official', 'synthetic'),
  attributes: fc.record(
    {
      name: usually(fc.oneof(word, text)),
      名称: usually(word),
      n: usually(number),
      m: usually(fc.integer({ min: -3, max: 3 })),
      wifi: usually(fc.boolean()),
      open: usually(fc.boolean()),
      date: usually(written),
      closed: usually(written),
    },
    { requiredKeys: [] },
  ),
});

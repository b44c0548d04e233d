/** What requests of several measures have in common. */
import Type from 'typebox';
import { amount, choice, flag, name } from './schema-kit.ts';
import { says } from './schema.ts';
import { GROUPINGS, STUDY_LIMITS as L } from './vocabulary.ts';

export const GroupingSchema = choice(
  GROUPINGS,
  says(
    '分组：区市、街道或用地；可不写的，缺省不分组。',
    'Groups: district, subdistrict or land use. Default where it may be left out: none.',
  ),
);

/** Costs in ascending order. */
export const CostsSchema = Type.Array(amount('代价。', 'A cost.'), {
  minItems: 1,
  maxItems: L.costs,
  ...says(
    '各代价上限，由小到大；使用道路网络时单位为秒，否则为自带网络或矩阵的单位。',
    'Costs, ascending: seconds along a road network, else in the unit of the network or matrix given.',
  ),
});

export const within = amount(
  '代价上限；使用道路网络时单位为秒，否则为自带网络或矩阵的单位。',
  'The cost up to which somebody is served: seconds along a road network, else in the unit of the network or matrix given.',
);
export const whose = Type.Optional(
  name(
    '只计此人群，名称见需求的 groups；缺省计全部人口。',
    'The group of people that counts, one of the groups of the demand. Default: everybody.',
  ),
);
export const travel = Type.Optional(
  name(
    '按 travels 中哪一种出行，写其编号；缺省为研究的 travel。',
    'How people travel: id of one of the travels. Default: the travel of the study.',
  ),
);
export const perDemand = Type.Optional(
  flag('是否逐个给出每个需求单元的值；缺省 false。', 'Whether the value of each demand cell is listed. Default false.'),
);

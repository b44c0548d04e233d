/** Which streets somebody uses, and how fast, by what OpenStreetMap says of them. */
import Type from 'typebox';
import { choice, count, flag, name, strict } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { STREET_CLASSES } from './vocabulary.ts';

const classes = (zh: string, en: string) =>
  Type.Array(choice(STREET_CLASSES, says('highway 的值。', 'A value of highway.')), {
    minItems: 1,
    maxItems: STREET_CLASSES.length,
    ...says(zh, en),
  });

const ClassSpeedSchema = strict(
  {
    classes: classes('哪些等级。', 'Which classes.'),
    mps: Type.Number({
      exclusiveMinimum: 0,
      maximum: 100,
      ...says('速度（米/秒）。', 'Speed in m/s.'),
    }),
  },
  says('若干等级道路的速度。', 'Speed on streets of some classes.'),
);

export const TravelRulesSchema = strict(
  {
    avoid: Type.Optional(
      classes(
        '不走哪些等级（highway）的道路，如 steps；缺省没有。',
        'Classes of street (highway) that are not used, such as steps. Default: none.',
      ),
    ),
    speeds: Type.Optional(
      Type.Array(ClassSpeedSchema, {
        maxItems: STREET_CLASSES.length,
        ...says(
          '各等级道路的速度，后写的为准；不能与 speedMps 同时给出；缺省为该出行方式的时间。',
          'Speeds by class of street; of several the last counts. Not together with speedMps. Default: the times of the mode.',
        ),
      }),
    ),
    wheelchair: Type.Optional(
      choice(
        ['not-denied', 'allowed'],
        says(
          'not-denied：不走标明 wheelchair=no 的道路；allowed：只走标明 yes、designated 或 limited 的道路；缺省不看此标签。标明 yes、designated 或有轮椅坡道（ramp:wheelchair=yes）的道路不受 avoid 限制。',
          'not-denied: no street that is tagged wheelchair=no; allowed: only those tagged yes, designated or limited. Default: the tag does not count. Streets tagged yes, designated or with a wheelchair ramp (ramp:wheelchair=yes) are used though avoid names their class.',
        ),
      ),
    ),
    avoidBadSurface: Type.Optional(
      flag(
        '是否不走标明路面松软或粗糙（smoothness 为 bad 或更差；未标时看 surface，如 cobblestone、gravel、sand）的道路；缺省 false。',
        'Whether streets are left out whose surface is tagged as loose or rough: smoothness bad or worse, else a surface such as cobblestone, gravel or sand. Default false.',
      ),
    ),
    minWidthM: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 25,
        ...says(
          '不走标明宽度（width）小于此数（米）的道路；缺省 0。',
          'Streets that are tagged narrower (width) than these metres are left out. Default 0.',
        ),
      }),
    ),
    maxSlope: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 4,
        ...says(
          '不走坡度大于此数的道路：高差与长度之比，没有单位，如 0.05；取标签 incline，没有时取路网高程（20 米以上的路段）；缺省不限。',
          'Steeper streets are left out: rise over length, without a unit, such as 0.05; by the tag incline, else by the heights of the network (of stretches of 20 m or more). Default: no limit.',
        ),
      }),
    ),
  },
  named(
    'TravelRules',
    '按 OpenStreetMap 的标签走哪些道路、多快；与 profile 同时给出时，写明的各项代替其中的。没有标签的道路都走。缺省没有规则。',
    'Which streets are used, and how fast, by their tags in OpenStreetMap. Beside a profile, what is given here takes the place of its own. Streets without a tag are used. Default: no rules.',
  ),
);
export type TravelRules = Of<typeof TravelRulesSchema>;

/** Of travel along a stored network. */
export const rulesFields = {
  profile: Type.Optional(
    name(
      '谁在出行，见 /analysis/catalogue 的 profiles：wheelchair（轮椅）不走台阶，也不走标明不通轮椅、路面差、窄于 0.915 米或坡度超过 1:12 的道路；no-stairs（婴儿车）不走台阶；另有城市自己的。缺省不限。',
      'Who travels, see profiles of /analysis/catalogue: a wheelchair takes no steps, and no street that is tagged wheelchair=no, of bad surface, narrower than 0.915 m or steeper than 1:12; no-stairs (a pram) takes no steps; others are the city’s own. Default: no rules.',
    ),
  ),
  rules: Type.Optional(TravelRulesSchema),
  slope: Type.Optional(
    flag(
      '步行时间是否按坡度（Tobler 1993）；路网须带高程（network:import --elevation）；缺省 false。',
      'Whether times on foot go by slope (Tobler 1993); the network needs heights (network:import --elevation). Default false.',
    ),
  ),
};

const HourSpeedSchema = strict(
  {
    classes: Type.Optional(
      classes('哪些等级；缺省为没有另外写明的所有等级。', 'Which classes. Default: all that are not named elsewhere.'),
    ),
    weekdays: Type.Optional(
      Type.Array(count(1, 7, '星期几（数）：1 为星期一，7 为星期日。', 'Number of the day: 1 is Monday, 7 Sunday.'), {
        minItems: 1,
        maxItems: 7,
        ...says('星期几，1 至 7；缺省每天。', 'Days of the week, 1 to 7. Default: every day.'),
      }),
    ),
    fromHour: count(0, 23, '从几时起（时数）。', 'Number of the hour that it begins with.'),
    toHour: count(1, 24, '到几时止（时数），不含此时。', 'Number of the hour that it ends before.'),
    factor: Type.Number({
      exclusiveMinimum: 0,
      maximum: 10,
      ...says('速度的倍数，没有单位：0.5 为慢一半。', 'Of the speed, without a unit: 0.5 takes twice the time.'),
    }),
  },
  says('若干小时里的速度系数。', 'Factor of the speed at some hours.'),
);
export type HourSpeed = Of<typeof HourSpeedSchema>;

/** Of driving at an hour. */
export const speedsField = {
  speeds: Type.Optional(
    Type.Array(HourSpeedSchema, {
      maxItems: 1000,
      ...says(
        '驾车在各时段的速度系数，代替路网的（npm run network:speeds）；须给出 depart；缺省为路网的。',
        'Factors of the speed of cars by hour, in place of those of the network (npm run network:speeds). Needs depart. Default: those of the network.',
      ),
    }),
  ),
};

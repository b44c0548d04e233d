/** How what is reached counts less the farther it is. */
import Type from 'typebox';
import { aboveZero, amount, byKind, literal, strict } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { DEFAULT_POWER_SCALE, STUDY_LIMITS as L } from './vocabulary.ts';

/**
 * Weight by cost, 0 beyond the limit of the measure (`catchment` or `within`). Named as the literature does: the
 * formulas stand in data/docs/planning.en.md.
 */
export const DecaySchema = byKind(
  [
    strict(
      { kind: literal('cumulative') },
      named(
        'CumulativeDecay',
        '累积机会：上限之内权重为 1，之外为 0。',
        'Cumulative opportunities: weight 1 up to the limit, 0 beyond.',
      ),
    ),
    strict(
      {
        kind: literal('exponential'),
        beta: aboveZero(
          '衰减参数 β，单位为代价单位的倒数，如每秒。',
          'Parameter beta, in the inverse of the unit of cost, such as per second.',
        ),
      },
      named('ExponentialDecay', '负指数衰减：e^(−β·代价)。', 'Negative exponential decay: e^(−beta × cost).'),
    ),
    strict(
      {
        kind: literal('gaussian'),
        sigma: Type.Optional(
          aboveZero(
            '标准差 σ，单位同代价；缺省没有，用 Dai 2010 的形式，在上限处为 0。',
            'Standard deviation sigma, in the unit of cost. Default: none, for the form of Dai 2010, which is 0 at the limit.',
          ),
        ),
      },
      named(
        'GaussianDecay',
        '高斯衰减：给出 sigma 时为 e^(−代价²/2σ²)，否则按 Dai 2010。',
        'Gaussian decay: e^(−cost²/(2 sigma²)) where sigma is given, else as in Dai 2010.',
      ),
    ),
    strict(
      {
        kind: literal('logistic'),
        median: aboveZero(
          '拐点的代价：约一半的人愿意接受。',
          'Cost at the inflection point, which about half of the people would accept.',
        ),
        sd: aboveZero(
          '标准差，单位同代价；越小越接近一刀切。',
          'Standard deviation, in the unit of cost: the smaller, the steeper.',
        ),
      },
      named(
        'LogisticDecay',
        '逻辑斯蒂衰减（Bauer 和 Groneberg 2016）：代价为 0 时为 1。',
        'Logistic decay (Bauer & Groneberg 2016), 1 at cost 0.',
      ),
    ),
    strict(
      {
        kind: literal('power'),
        beta: aboveZero('指数 β，没有单位。', 'Exponent beta, without a unit.'),
        scale: Type.Optional(
          aboveZero(
            `代价不超过此值时权重为 1，单位同代价；缺省 ${DEFAULT_POWER_SCALE}。`,
            `Cost up to which the weight is 1, in the unit of cost. Default ${DEFAULT_POWER_SCALE}.`,
          ),
        ),
      },
      named(
        'PowerDecay',
        '幂衰减（重力模型）：(代价/scale)^(−β)，代价不超过 scale 时为 1。',
        'Inverse power decay (gravity): (cost/scale)^(−beta), 1 up to scale.',
      ),
    ),
    strict(
      {
        kind: literal('steps'),
        steps: Type.Array(
          strict(
            {
              upTo: amount(
                '此级的代价上限，单位同 within。',
                'The cost up to which this weight holds, in the unit of within.',
              ),
              weight: amount('权重，没有单位。', 'The weight, without a unit.'),
            },
            says('一级。', 'A step.'),
          ),
          { minItems: 1, maxItems: L.steps, ...says('各级，代价由小到大。', 'Steps, by ascending cost.') },
        ),
      },
      named(
        'StepDecay',
        '分级衰减（Luo 和 Qi 2009）：代价不超过 upTo 时权重为 weight。',
        'Decay by steps (Luo & Qi 2009): weight up to each cost.',
      ),
    ),
  ],
  named(
    'Decay',
    '随代价的衰减；huff 缺省为 β = 2 的幂，equity 缺省没有。',
    'How weight falls with cost. Default of huff: power with a beta of 2; of equity: none.',
  ),
);
export type Decay = Of<typeof DecaySchema>;

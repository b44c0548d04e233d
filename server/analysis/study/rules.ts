/** Rules of a travel in a study: what is wrong with them, and what an answer says of them. */
import type { Warning } from '../../../tiles/api/result.ts';
import type { StudyTravel, Travel } from '../../../tiles/api/study.ts';
import { DEFAULT_MODE, TRAVEL_PROFILES } from '../../../tiles/api/vocabulary.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import { AnalysisError } from '../errors.ts';
import { slopeShares } from '../network/slope.ts';
import { ruledShares, rulesOf, type RuledShares } from '../network/travel-rules.ts';
import { sentence } from '../sentence.ts';
import type { Graph } from '../types.ts';
import { STUDY } from './messages.ts';
import type { Profiled } from './profile.ts';
import { note } from './warnings.ts';

type Ruled = Pick<StudyTravel, 'mode' | 'profile' | 'rules' | 'slope' | 'speedMps'>;

interface RuleProblem {
  readonly key: 'slope-on-foot' | 'rules-and-speed';
  readonly field: string;
}

/** What is wrong with the rules of a travel, whatever the network. */
export function ruleProblems({ mode = DEFAULT_MODE, rules, slope, speedMps }: Ruled): RuleProblem[] {
  const isOnFoot = mode !== 'cycle' && mode !== 'drive';
  return [
    ...(slope === true && !isOnFoot ? [{ key: 'slope-on-foot', field: 'slope' } as const] : []),
    ...(rules?.speeds !== undefined && speedMps !== undefined
      ? [{ key: 'rules-and-speed', field: 'rules/speeds' } as const]
      : []),
  ];
}

/** Throws `AnalysisError` for rules that cannot be applied. `at`: place of the travel. */
export function refuseRules(graph: Graph, travel: Ruled, at: string): void {
  const [problem] = ruleProblems(travel);
  if (problem !== undefined)
    throw new AnalysisError(problem.key, STUDY[problem.key], {}, { at: `${at}/${problem.field}` });
  const { title, id } = graph.meta;
  if (travel.slope === true && graph.climb === undefined)
    throw new AnalysisError('slope-unknown', STUDY['slope-unknown'], { title, id }, { at: `${at}/slope` });
  if (rulesOf(travel) === null || graph.streetTags !== undefined) return;
  const field = travel.profile === undefined ? 'rules' : 'profile';
  throw new AnalysisError('rules-untagged', STUDY['rules-untagged'], { title, id }, { at: `${at}/${field}` });
}

/** How much of the streets the rules leave out, and how much of them says what the rules ask for. */
export function rulesAssumptions(graph: Graph, travel: Travel & Profiled): Warning[] {
  const rules = rulesOf(travel);
  const isMeasured = travel.slope === true || (rules?.maxSlope !== undefined && graph.climb !== undefined);
  const { known, mean } = isMeasured ? slopeShares(graph) : { known: 0, mean: 0 };
  const heights = { known: percent(known), mean: percent(mean) };
  const slopes = [
    ...(travel.slope === true ? [note('assume-slope')] : []),
    ...(isMeasured ? [note('assume-heights', heights)] : []),
  ];
  const { whose } = travel;
  const ofService = TRAVEL_PROFILES.find((each) => each === whose?.id);
  if (rules === null)
    return [
      ...(whose === undefined ? [] : [note('assume-profile', { title: whose.title, source: whose.source })]),
      ...slopes,
    ];
  const shares = ruledShares(graph, travel, rules);
  const asked: readonly (readonly [boolean, keyof RuledShares & keyof typeof TAG_TEXTS])[] = [
    [rules.wheelchair !== undefined, 'wheelchair'],
    [rules.avoidBadSurface === true, 'surface'],
    [(rules.minWidthM ?? 0) > 0, 'width'],
    [rules.maxSlope !== undefined, 'incline'],
  ];
  const tagged = asked
    .filter(([isAsked]) => isAsked)
    .map(([, tag]) => sentence(TAG_TEXTS[tag], { percent: percent(shares[tag]) }));
  const profile: Text =
    whose === undefined
      ? STUDY['rules-own']
      : ofService === undefined
        ? sentence(STUDY['profile-of-city'], { title: whose.title, source: whose.source })
        : STUDY[`profile-${ofService}`];
  return [
    note('assume-rules', { profile, percent: percent(shares.leftOut) }),
    ...(tagged.length === 0 ? [] : [note('assume-rules-tagged', { tagged: listed(tagged) })]),
    ...slopes,
  ];
}

const TAG_TEXTS = {
  wheelchair: STUDY['tagged-wheelchair'],
  surface: STUDY['tagged-surface'],
  width: STUDY['tagged-width'],
  incline: STUDY['tagged-incline'],
} as const;

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

function listed(texts: readonly Text[]): Text {
  return { zh: texts.map(({ zh }) => zh).join('、'), en: texts.map(({ en }) => en).join(', ') };
}

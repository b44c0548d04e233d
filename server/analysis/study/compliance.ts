/** Checks a standard against a study's people and roads, with the features of the layers that its rules name. */
import type { ComplianceRequest, ComplianceResult, StandardRule } from '../../../tiles/api/standard.ts';
import type { Warning } from '../../../tiles/api/result.ts';
import type { ScenarioEdit, Travel } from '../../../tiles/api/study.ts';
import { DEFAULT_ACCESS_SPEED_MPS, DEFAULT_SPEED_MPS } from '../../../tiles/api/vocabulary.ts';
import { STUDY } from './messages.ts';
import type { Derived } from '../engine/derived.ts';
import { AnalysisError } from '../errors.ts';
import type { Caveats } from '../measures/warnings.ts';
import { nearestFacility } from '../paths/cost-matrix.ts';
import { searchGraph } from '../paths/search-graph.ts';
import type { Features, Sources } from '../engine/sources.ts';
import { say } from '../../platform/messages/index.ts';
import { compliance } from '../standards/compliance.ts';
import { STANDARDS } from '../standards/messages.ts';
import { nearestInLine } from '../standards/nearest-in-line.ts';
import { attributesOf, reachesOf, sharesOf, type Reach } from '../standards/reads.ts';
import { complianceCaveats } from '../standards/warnings.ts';
import type { Households, MissingRule, RuleInput } from '../standards/types.ts';
import type { Demand, Graph, Task } from '../types.ts';
import { editedFeatures, isChosenBy, type EditedFeatures, type LayerEdits } from './edited-features.ts';
import { placeFacilities, sitesOfFeatures } from './facility-set.ts';
import { featuresAssumptions, note } from './warnings.ts';

export interface ComplianceParts {
  readonly graph: Graph;
  readonly travel: Travel;
  readonly demand: Demand;
  /** Of the study: rules about this layer are checked of it as edited. */
  readonly edited: LayerEdits | null;
  readonly sources: Sources;
  readonly derived: Derived;
  readonly at: string;
  readonly task: Task;
}

export interface ComplianceAnswer extends Caveats {
  readonly result: ComplianceResult;
}

export async function runCompliance(request: ComplianceRequest, parts: ComplianceParts): Promise<ComplianceAnswer> {
  const { demand, sources, travel, at, task } = parts;
  const { value: standard } = await sources.standard(request.standard, `${at}/standard`);
  const unknown = request.rules?.findIndex((id) => !standard.rules.some((rule) => rule.id === id)) ?? -1;
  if (unknown >= 0) {
    const values = {
      standard: standard.number,
      rule: request.rules?.[unknown] ?? '',
      choices: standard.rules.map(({ id }) => id).join(', '),
    };
    throw new AnalysisError('rule-unknown', STUDY['rule-unknown'], values, { at: `${at}/rules/${String(unknown)}` });
  }
  const rules = standard.rules.filter(({ id }) => request.rules?.includes(id) ?? true);
  const inputs = new Map<string, RuleInput>();
  const missing: MissingRule[] = [];
  const used = new Map<string, Pick<FoundFeatures, 'features' | 'edited'>>();
  const ofEdits: Warning[] = [];
  for (const [index, rule] of rules.entries()) {
    task.progress(index / rules.length, 'rules');
    const found = rule.missing === undefined ? await inputOf(rule, request, parts) : { lacks: rule.missing };
    if ('lacks' in found) missing.push({ rule: rule.id, lacks: found.lacks });
    else {
      inputs.set(rule.id, found.input);
      used.set(`${rule.layer} ${rule.filter ?? ''}`, found);
      ofEdits.push(...found.warnings);
    }
    task.checkpoint();
  }
  const result = compliance(
    {
      standard,
      ...(request.rules === undefined ? {} : { rules: request.rules }),
      by: request.by,
      demand,
      inputs,
      missing,
    },
    at,
  );
  const { assumptions, warnings } = complianceCaveats({ demand, inputs }, result, walkSpeed(travel));
  const read = [...used.values()];
  const counts = read.filter(({ edited: { features } }) => features.ids.length === 0);
  return {
    result,
    assumptions: [
      ...read.flatMap(({ features }) => featuresAssumptions(features)),
      ...editsAssumptions(parts.edited, read),
      ...assumptions,
    ],
    warnings: [
      ...warnings,
      ...ofEdits,
      ...counts.map(({ features }) => note('warn-no-features', { layer: features.title })),
    ],
  };
}

/** What the edits of the study have done to the facilities of the rules: to no rule, or how many, at most. */
function editsAssumptions(
  edits: LayerEdits | null,
  read: readonly Pick<FoundFeatures, 'features' | 'edited'>[],
): Warning[] {
  if (edits === null) return [];
  const own = read.filter(({ features }) => features.layer === edits.of.layer);
  const [first] = own;
  if (first === undefined) return [note('edits-elsewhere', { layer: edits.of.layer })];
  const most = (kind: ScenarioEdit['kind']): number =>
    own.reduce((greatest, { edited: { counts } }) => Math.max(greatest, counts[kind]), 0);
  return [
    note('assume-edits', {
      title: first.features.title,
      added: most('add'),
      moved: most('move'),
      removed: most('remove'),
    }),
  ];
}

interface FoundFeatures {
  /** As they are. */
  readonly features: Features;
  readonly edited: EditedFeatures;
  readonly input: RuleInput;
  readonly warnings: readonly Warning[];
}

type FoundInput = FoundFeatures | { readonly lacks: MissingRule['lacks'] };

async function inputOf(rule: StandardRule, request: ComplianceRequest, parts: ComplianceParts): Promise<FoundInput> {
  const { demand, derived, sources, at } = parts;
  const { value: features } = await sources.features(
    {
      layer: rule.layer,
      ...(rule.filter === undefined ? {} : { filter: rule.filter }),
      attributes: attributesOf(rule.demanded),
      shares: sharesOf(rule.demanded),
    },
    `${at}/standard`,
  );
  const households = await householdsFor(rule, request, parts);
  if (households !== null && 'lacks' in households) return households;
  const { edited, warnings } = afterEdits(rule, features, parts);
  const { facilities } = placed(edited.features, demand, derived);
  return {
    features,
    edited,
    warnings,
    input: {
      facilities,
      attributes: edited.features.attributes,
      shares: edited.features.shares,
      nearest: reachesOf(rule.demanded).map((reach) => nearestCosts(reach, edited.features, parts)),
      ...(households === null ? {} : { households }),
    },
  };
}

/**
 * Features of a rule after the edits of the study. Of a facility that an edit adds only the filter of the study tells
 * what it is: whether it is what the rule is about is said where that is not certain.
 */
function afterEdits(
  { layer, filter, title }: StandardRule,
  features: Features,
  { edited: edits }: ComplianceParts,
): { readonly edited: EditedFeatures; readonly warnings: readonly Warning[] } {
  if (edits === null || edits.of.layer !== layer)
    return { edited: { features, counts: { add: 0, move: 0, remove: 0 } }, warnings: [] };
  const isMeant = isChosenBy(edits.of.filter, filter);
  const edited = editedFeatures(features, edits, isMeant !== false);
  const added = editedFeatures(features, edits, true).counts.add;
  if (isMeant === true || added === 0) return { edited, warnings: [] };
  const values = { rule: title, count: added, filter: filter ?? '' };
  return { edited, warnings: [note(isMeant === null ? 'added-assumed' : 'added-left-out', values)] };
}

function placed(features: Features, demand: Demand, derived: Derived): ReturnType<typeof placeFacilities> {
  return placeFacilities(sitesOfFeatures(features), { existingCount: features.ids.length, demand, derived });
}

/** Null for a rule that asks for none. */
async function householdsFor(
  { demanded }: StandardRule,
  { peoplePerHousehold }: ComplianceRequest,
  { demand, derived, sources, at }: ComplianceParts,
): Promise<Households | { readonly lacks: MissingRule['lacks'] } | null> {
  if (demanded.kind !== 'area-per-household') return null;
  if (peoplePerHousehold !== undefined) return { peopleEach: peoplePerHousehold };
  const { layer, attribute } = demanded.households;
  try {
    const { value } = await sources.features({ layer, attributes: [attribute] }, `${at}/standard`);
    const households = value.attributes[attribute] ?? new Float64Array();
    return { places: placed(value, demand, derived).facilities, households };
  } catch (error) {
    if (!(error instanceof AnalysisError)) throw error;
    const said = STANDARDS['missing-households'];
    const lacks = error.text;
    return { lacks: { zh: say(said, 'zh', { lacks }), en: say(said, 'en', { lacks }) } };
  }
}

function walkSpeed({ mode = 'walk', speedMps = DEFAULT_SPEED_MPS.walk }: Travel): number {
  return mode === 'walk' ? speedMps : DEFAULT_SPEED_MPS.walk;
}

/** By cell: metres or seconds to the nearest facility of the reach; what is beyond its limit may be Infinity. */
function nearestCosts(reach: Reach, features: Features, parts: ComplianceParts): Float64Array {
  const { along, unit, direction, limit } = reach;
  const { graph, demand, derived, travel, task } = parts;
  const lonLat = placesOf(reach, features);
  if (along === 'line') return nearestInLine(lonLat, demand.lonLat, limit);
  const facilities = derived.snap(graph, along, lonLat);
  const inMetres = unit === 'm';
  const roads = inMetres ? derived.inMetres(graph) : graph;
  const search = searchGraph(roads, along, {
    direction: direction === 'from-facility' ? 'forward' : 'backward',
    ...(inMetres || along === 'drive' ? {} : { speedMps: walkSpeed(travel) }),
  });
  const accessSpeedMps = inMetres ? 1 : (travel.accessSpeedMps ?? DEFAULT_ACCESS_SPEED_MPS);
  return nearestFacility(
    {
      graph: roads,
      search,
      facilities,
      demand: derived.demandSnaps(graph, demand, along),
      accessSpeedMps,
      limit: inMetres ? Infinity : limit,
    },
    task,
  ).cost;
}

/** Of the facilities that have the size of the reach, in degrees. */
function placesOf({ size }: Reach, { lonLat, attributes, ids }: Features): Float64Array {
  if (size === null) return lonLat;
  const sizes = attributes[size.attribute] ?? new Float64Array(ids.length).fill(NaN);
  return Float64Array.from(
    ids.flatMap((_id, index) => {
      const value = sizes[index] as number;
      return value >= size.from && value < size.below ? [...lonLat.subarray(2 * index, 2 * index + 2)] : [];
    }),
  );
}

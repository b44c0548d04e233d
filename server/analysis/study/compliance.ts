/** Checks a standard against a study's people and roads, with the features of the layers that its rules name. */
import type { ComplianceRequest, ComplianceResult, StandardRule } from '../../../tiles/api/standard.ts';
import { DEFAULT_MAX_ACCESS_M } from '../../../tiles/api/vocabulary.ts';
import { STUDY } from './messages.ts';
import type { Derived } from '../engine/derived.ts';
import { AnalysisError } from '../errors.ts';
import type { Caveats } from '../measures/warnings.ts';
import { nearestFacility } from '../paths/cost-matrix.ts';
import { searchGraph } from '../paths/search-graph.ts';
import type { Features, Sources } from '../engine/sources.ts';
import { attributesOf } from '../standards/check.ts';
import { compliance } from '../standards/compliance.ts';
import { complianceCaveats } from '../standards/warnings.ts';
import type { RuleInput } from '../standards/types.ts';
import type { Demand, Graph, Snaps, Task } from '../types.ts';
import { placeFacilities, sitesOfFeatures } from './facility-set.ts';
import { featuresAssumptions } from './warnings.ts';

export interface ComplianceParts {
  readonly graph: Graph;
  readonly demand: Demand;
  readonly sources: Sources;
  readonly derived: Derived;
  readonly at: string;
  readonly task: Task;
}

/** The network as people walk it, in metres. */
interface Metres {
  readonly graph: Graph;
  readonly demand: Snaps;
}

export interface ComplianceAnswer extends Caveats {
  readonly result: ComplianceResult;
}

export async function runCompliance(
  request: ComplianceRequest,
  { graph, demand, sources, derived, at, task }: ComplianceParts,
): Promise<ComplianceAnswer> {
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
  const metres: Metres = { graph: derived.inMetres(graph), demand: derived.demandSnaps(graph, demand, 'walk') };
  const inputs = new Map<string, RuleInput>();
  const used = new Map<string, Features>();
  for (const [index, rule] of rules.entries()) {
    task.progress(index / rules.length, 'rules');
    const { value } = await sources.features(queryOf(rule), `${at}/standard`);
    used.set(`${rule.layer} ${rule.filter ?? ''}`, value);
    inputs.set(rule.id, inputOf(rule, value, demand, { ...metres, snapping: graph, derived }, task));
    task.checkpoint();
  }
  const result = compliance(
    { standard, ...(request.rules === undefined ? {} : { rules: request.rules }), by: request.by, demand, inputs },
    at,
  );
  const { assumptions, warnings } = complianceCaveats({ demand, inputs }, result);
  return { result, assumptions: [...[...used.values()].flatMap(featuresAssumptions), ...assumptions], warnings };
}

function queryOf(rule: StandardRule): Parameters<Sources['features']>[0] {
  return {
    layer: rule.layer,
    ...(rule.filter === undefined ? {} : { filter: rule.filter }),
    attributes: attributesOf(rule.demanded),
  };
}

function inputOf(
  rule: StandardRule,
  features: Features,
  demand: Demand,
  { graph, demand: demandSnaps, snapping, derived }: Metres & { readonly snapping: Graph; readonly derived: Derived },
  task: Task,
): RuleInput {
  const { facilities } = placeFacilities(sitesOfFeatures(features), {
    existingCount: features.ids.length,
    demand,
    derived,
  });
  const input = { facilities, attributes: features.attributes };
  if (rule.demanded.kind !== 'within') return input;
  const snaps = derived.snap(snapping, 'walk', features.lonLat, DEFAULT_MAX_ACCESS_M);
  const search = searchGraph(graph, 'walk', { direction: 'backward' });
  return {
    ...input,
    nearestM: nearestFacility(
      { graph, search, facilities: snaps, demand: demandSnaps, accessSpeedMps: 1, limit: Infinity },
      task,
    ).cost,
  };
}

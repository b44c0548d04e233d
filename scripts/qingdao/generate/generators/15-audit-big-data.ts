import { AUDIT_CLASS_IDS, doubtFlags } from '../../../../tiles/cases/audit-doubts.ts';
import type { ProjectFacts } from '../../../../tiles/cases/audit-doubts.ts';
import { apportion } from '../apportion.ts';
import { caseFeatureId, pointFeature } from '../features.ts';
import type { DemoFeature, Generator, Rng, Spot } from '../types.ts';

const PROJECTS = 496;
/** "More than 20" key projects were audited in 2017; together 1.83 bn found, 0.72 bn saved, 10 matters referred. */
const AUDITED = 20;
const FOUND_WAN = 183_000;
const SAVED_WAN = 72_000;
const REFERRED = 10;
const WAN = 10_000;

const SECTORS = [
  ['道路桥梁', 'Roads and bridges'],
  ['轨道交通', 'Rail transit'],
  ['学校', 'Schools'],
  ['医院', 'Hospitals'],
  ['保障性住房', 'Public housing'],
  ['水利', 'Water works'],
  ['污水处理', 'Sewage treatment'],
  ['公园绿化', 'Parks and greening'],
  ['旧城改造', 'Renewal'],
  ['文化体育', 'Culture and sports'],
] as const;

/** Where public money is spent: by population, in ten thousands. */
const WEIGHTS: Readonly<Record<string, number>> = {
  370202: 58,
  370203: 109,
  370211: 155,
  370212: 44,
  370213: 55,
  370214: 75,
  370215: 122,
  370281: 89,
  370283: 138,
  370285: 76,
};

interface Outcome {
  readonly foundYuan: number;
  readonly savedYuan: number;
  readonly referred: number;
}

export default {
  id: '15-audit-big-data',
  generate(world) {
    const rng = world.rng('15-audit-big-data');
    const counts = apportion(
      PROJECTS,
      world.districts.map(({ code }) => WEIGHTS[code] ?? 0),
    );
    const spots = world.districts.flatMap(({ code }, i) => world.place.inArea(code, counts[i] ?? 0, rng));
    const audited = rng.shuffle(spots.map((_, i) => i)).slice(0, AUDITED);
    const results = outcomes(rng);
    const outcomeOf = new Map(audited.map((index, i) => [index, results[i]]));
    return { 'project-sites': spots.map((at, i) => project({ at, index: i, outcome: outcomeOf.get(i), rng })) };
  },
} satisfies Generator;

/** Results of the audited projects, adding up to what the source reports. */
function outcomes(rng: Rng): Outcome[] {
  const weights = Array.from({ length: AUDITED }, () => 0.3 + rng.next());
  const found = apportion(FOUND_WAN, weights);
  const saved = apportion(
    SAVED_WAN,
    weights.map((weight) => weight * (0.8 + 0.4 * rng.next())),
  );
  return weights.map((_, i) => ({
    foundYuan: (found[i] ?? 0) * WAN,
    savedYuan: (saved[i] ?? 0) * WAN,
    referred: i < REFERRED ? 1 : 0,
  }));
}

/** Facts as the four subsystems would hold them; most projects are within every limit. */
function drawFacts(rng: Rng): ProjectFacts {
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return {
    investmentYuan: Math.round(Math.exp(8.2 + 1.1 * rng.normal())) * WAN,
    yearsSinceAudit: rng.int(0, 5),
    openFindings: rng.next() < 0.1 ? rng.int(1, 4) : 0,
    pricePercent: tenth(5 * rng.normal() + 2),
    commonFindings: rng.weighted([60, 20, 12, 5, 3]),
    settlementPercent: tenth(2.5 * rng.normal()),
    quantityPercent: tenth(2.4 * rng.normal()),
  };
}

function project({
  at,
  index,
  outcome,
  rng,
}: {
  at: Spot;
  index: number;
  outcome: Outcome | undefined;
  rng: Rng;
}): DemoFeature {
  const drawn = drawFacts(rng);
  const facts = outcome === undefined ? drawn : { ...drawn, yearsSinceAudit: 0 };
  const flags = doubtFlags(facts);
  const raised = AUDIT_CLASS_IDS.filter((id) => flags[id]);
  const [zh, en] = rng.pick(SECTORS);
  const number = String(index + 1).padStart(3, '0');
  return pointFeature({
    id: caseFeatureId(15, index),
    at,
    provenance: 'synthetic',
    properties: {
      name: `公共投资项目${number}（${zh}）`,
      name_en: `Public investment project ${number} (${en.toLowerCase()})`,
      case: 'audit-big-data',
      sector: zh,
      status: rng.next() < 0.55 ? 'building' : 'completed',
      investment_yuan: facts.investmentYuan,
      investment_basis: 'generated',
      years_since_audit: facts.yearsSinceAudit,
      open_findings: facts.openFindings,
      common_findings: facts.commonFindings,
      price_percent: facts.pricePercent,
      settlement_percent: facts.settlementPercent,
      quantity_percent: facts.quantityPercent,
      audit_class: raised[0] ?? 'none',
      doubts: raised.length,
      doubt_plan: flags['plan-selection'],
      doubt_problem: flags['problem-analysis'],
      doubt_results: flags['results-development'],
      doubt_risk: flags['risk-control'],
      doubt_spatial: flags['spatial-verification'],
      audited: outcome !== undefined,
      found_yuan: outcome?.foundYuan,
      saved_yuan: outcome?.savedYuan,
      referred: outcome?.referred,
      district: at.district,
      street: at.subdistrict,
    },
  });
}

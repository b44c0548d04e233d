import { caseFeatureId, pointFeature } from '../features.ts';
import { KEY_NODES, warningCard } from '../../../../tiles/cases/war-map.ts';
import type { Generator, Rng } from '../types.ts';

const WEST_COAST = '370211';
const CAMPAIGNS = [
  { campaign: 'negotiated', status: 'negotiated', zh: '洽谈引进', en: 'Negotiated', projects: 348, nodes: [1, 10] },
  { campaign: 'started', status: 'building', zh: '开工建设', en: 'Started', projects: 208, nodes: [14, 44] },
  {
    campaign: 'completed',
    status: 'completed',
    zh: '竣工投产',
    en: 'Completed',
    projects: 222,
    nodes: [KEY_NODES, KEY_NODES],
  },
] as const;
const LAGGARDS = 191;
const SURVEYED = 180;
/** 98.9 % of 180. */
const SATISFIED = 178;
const UNITS = 36;
/** Laggards were counted up to the end of November. */
const MONTH = '2017-11';
const SECTORS = [
  '高端装备',
  '海洋经济',
  '港航物流',
  '家电电子',
  '石化化工',
  '影视文化',
  '旅游度假',
  '现代农业',
  '民生工程',
  '商贸服务',
] as const;

export default {
  id: '07-war-map-projects',
  generate(world) {
    const rng = world.rng('07-war-map-projects');
    const plans = CAMPAIGNS.flatMap(({ projects, ...campaign }) =>
      Array.from({ length: projects }, (_, index) => ({ ...campaign, number: index + 1 })),
    );
    const numbers = plans.map((_, index) => index);
    const laggards = new Set(rng.shuffle(numbers).slice(0, LAGGARDS));
    const surveyed = rng.shuffle(numbers).slice(0, SURVEYED);
    const satisfied = new Set(surveyed.slice(0, SATISFIED));
    const asked = new Set(surveyed);
    const spots = world.place.inArea(WEST_COAST, plans.length, rng);
    const sites = plans.map(({ campaign, status, zh, en, nodes, number }, index) => {
      const at = spots[index];
      if (at === undefined) throw new Error(`Project ${index + 1} of the West Coast found no place.`);
      return pointFeature({
        id: caseFeatureId(7, index),
        at,
        provenance: 'synthetic',
        properties: {
          name: `${zh}项目${number}`,
          name_en: `${en} project ${number}`,
          case: 'war-map-projects',
          campaign,
          status,
          unit: `作战部${String(rng.int(1, UNITS)).padStart(2, '0')}`,
          sector: rng.pick(SECTORS),
          investment_yuan: Math.round(Math.exp(19 + 0.9 * rng.normal()) / 1e6) * 1e6,
          nodes_done: rng.int(nodes[0], nodes[1]),
          ...monthOf(rng, laggards.has(index)),
          laggard: laggards.has(index),
          surveyed: asked.has(index),
          satisfied: asked.has(index) ? satisfied.has(index) : undefined,
          district: at.district,
          street: at.subdistrict,
        },
      });
    });
    return { 'project-sites': sites };
  },
} satisfies Generator;

/** A laggard missed some month of the year: most of them still miss this one. Every other project is on time. */
function monthOf(rng: Rng, laggard: boolean) {
  const target = rng.int(2, 5);
  const done = laggard && rng.next() < 0.7 ? rng.int(0, target - 1) : target + rng.weighted([70, 20, 10]);
  return { month: MONTH, month_target: target, month_done: done, card: warningCard(target, done) };
}

/**
 * The ledger of a road under its street chief (case 27): problems found and solved, by the nine matters the chief
 * answers for. The source lists them as 市容秩序、卫生、道路、设施、绿化、立面、违建及人员在岗等九项; they are nine where
 * appearance (市容) and order (秩序) are read as two.
 */
import type { Rule, RuleField } from './rule.ts';
import { readTable, readText, round } from './read.ts';

export const STREET_MATTERS = {
  appearance: { zh: '市容', en: 'Appearance' },
  order: { zh: '秩序', en: 'Street order' },
  sanitation: { zh: '卫生', en: 'Sanitation' },
  pavement: { zh: '道路', en: 'Pavement' },
  facilities: { zh: '设施', en: 'Street facilities' },
  greening: { zh: '绿化', en: 'Greening' },
  facades: { zh: '立面', en: 'Façades' },
  'illegal-building': { zh: '违建', en: 'Illegal building' },
  staffing: { zh: '人员在岗', en: 'Staff at their posts' },
} as const;
export type StreetMatter = keyof typeof STREET_MATTERS;
export const STREET_MATTER_IDS = Object.keys(STREET_MATTERS).filter(isStreetMatter);

/** One problem that a patrol found. */
export interface StreetProblem {
  readonly road: string;
  readonly matter: StreetMatter;
  readonly solved: boolean;
}

export interface LedgerEntry {
  readonly found: number;
  readonly solved: number;
  /** Solved of found, one decimal; 100 where nothing was found. */
  readonly ratePercent: number;
}

export interface StreetLedger extends LedgerEntry {
  /** All nine matters, in the order of the source. */
  readonly byMatter: Readonly<Record<StreetMatter, LedgerEntry>>;
}

/** The ledger of all problems, or of one road's where `road` is given. */
export function streetLedger(problems: readonly StreetProblem[], road?: string): StreetLedger {
  const own = road === undefined ? problems : problems.filter((problem) => problem.road === road);
  const counts = new Map<StreetMatter, { found: number; solved: number }>();
  for (const { matter, solved } of own) {
    const count = counts.get(matter) ?? { found: 0, solved: 0 };
    count.found += 1;
    if (solved) count.solved += 1;
    counts.set(matter, count);
  }
  const of = (matter: StreetMatter): LedgerEntry =>
    entry(counts.get(matter)?.found ?? 0, counts.get(matter)?.solved ?? 0);
  const byMatter: Record<StreetMatter, LedgerEntry> = {
    appearance: of('appearance'),
    order: of('order'),
    sanitation: of('sanitation'),
    pavement: of('pavement'),
    facilities: of('facilities'),
    greening: of('greening'),
    facades: of('facades'),
    'illegal-building': of('illegal-building'),
    staffing: of('staffing'),
  };
  return { ...entry(own.length, own.filter(({ solved }) => solved).length), byMatter };
}

export function entry(found: number, solved: number): LedgerEntry {
  return { found, solved, ratePercent: found === 0 ? 100 : round((solved / found) * 100, 1) };
}

export function isStreetMatter(text: string): text is StreetMatter {
  return Object.hasOwn(STREET_MATTERS, text);
}

const PROBLEMS = { zh: '件', en: 'problems' };
const ROAD: RuleField = { id: 'road', title: { zh: '道路', en: 'Road' }, type: 'text' };
const MATTER: RuleField = {
  id: 'matter',
  title: { zh: '事项', en: 'Matter' },
  type: 'choice',
  choices: STREET_MATTERS,
};
const FOUND: RuleField = { id: 'found', title: { zh: '发现', en: 'Found' }, type: 'number', unit: PROBLEMS };
const SOLVED: RuleField = { id: 'solved', title: { zh: '解决', en: 'Solved' }, type: 'number', unit: PROBLEMS };
const RATE: RuleField = {
  id: 'rate',
  title: { zh: '解决率', en: 'Share solved' },
  type: 'number',
  unit: { zh: '%', en: '%' },
};

const INPUTS: readonly RuleField[] = [
  ROAD,
  {
    id: 'problems',
    title: { zh: '街长巡查发现的问题', en: 'Problems that patrols found' },
    type: 'table',
    columns: [ROAD, MATTER, { id: 'solved', title: { zh: '已解决', en: 'Solved' }, type: 'flag' }],
  },
];

export const streetLedgerRule: Rule = {
  id: 'street-ledger',
  inputs: INPUTS,
  outputs: [
    FOUND,
    SOLVED,
    RATE,
    {
      id: 'ledger',
      title: { zh: '九项事项“一本账”', en: 'Ledger of the nine matters' },
      type: 'table',
      columns: [MATTER, FOUND, SOLVED, RATE],
    },
  ],
  compute: (input) => {
    const problems = readTable(INPUTS, input, 'problems').map((row): StreetProblem => {
      const matter = row.choice('matter');
      if (!isStreetMatter(matter))
        throw new RangeError(`${row.label}.matter: ${matter} is not one of the nine matters.`);
      return { road: row.text('road'), matter, solved: row.flag('solved') };
    });
    const { found, solved, ratePercent, byMatter } = streetLedger(problems, readText(INPUTS, input, 'road'));
    return {
      found,
      solved,
      rate: ratePercent,
      ledger: STREET_MATTER_IDS.map((matter) => ({
        matter,
        found: byMatter[matter].found,
        solved: byMatter[matter].solved,
        rate: byMatter[matter].ratePercent,
      })),
    };
  },
};

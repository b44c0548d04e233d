/** The plans as a table in Markdown: the one that stands in the documents. */
import { say, type Lang } from '../../server/platform/messages/index.ts';
import { SCALE } from '../cli/messages/scale.ts';
import { SIZES } from './costs.ts';
import { planFor, type Plan } from './plan.ts';
import { simulateQueue } from './simulate.ts';

const REQUESTS = 300_000;
const SEED = 20_261_130;

type Row = readonly [key: keyof typeof SCALE, cell: (plan: Plan) => string];

/** `seed` of the simulation is always the same, and so is the table. */
export function scaleTable(lang: Lang): string[] {
  const plans = SIZES.map(planFor);
  const perSecond = (n: number): string => say(SCALE['per-second'], lang, { n: whole(n) });
  const rows: readonly Row[] = [
    ['features', ({ size }) => whole(size.features / size.parts)],
    ['people', ({ size }) => whole(size.people / size.parts)],
    ['tiles', ({ tilesPerS }) => perSecond(tilesPerS)],
    ['questions', ({ questionsPerS }) => perSecond(questionsPerS)],
    ['hits', ({ hits }) => `${whole(hits * 100)} %`],
    ['service', ({ serviceCores }) => whole(serviceCores)],
    ['database', ({ databaseCores }) => whole(databaseCores)],
    ['wait', waitOf],
    ['disk', ({ diskGb }) => `${whole(diskGb)} GB`],
    ['memory', ({ serviceGb }) => `${serviceGb.toFixed(1)} GB`],
    ['load', ({ loadHours }) => say(SCALE.hours, lang, { n: loadHours.toFixed(2) })],
    ['edits', ({ editLoad }) => say(SCALE.cores, lang, { n: editLoad.toFixed(3) })],
    ['bandwidth', ({ bandwidthMbit }) => `${whole(bandwidthMbit)} Mbit/s`],
    ['machines', ({ machines }) => whole(machines)],
  ];
  const head = [SCALE.head, ...SIZES.map(({ name }) => SCALE[name])].map((text, nth) =>
    say(text, lang, { parts: SIZES[nth - 1]?.parts ?? 0 }),
  );
  const cells = rows.map(([key, cell]) => [say(SCALE[key], lang), ...plans.map(cell)]);
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`);
}

function waitOf({ queue, waitP95Ms }: Plan): string {
  const { p95WaitS } = simulateQueue(queue, REQUESTS, SEED);
  return `${waitP95Ms.toFixed(1)} / ${(p95WaitS * 1000).toFixed(1)} ms`;
}

function whole(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** `npm run bench:province`: a made-up province is imported as any file is, and asked for the nearest of facilities. */
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { BENCH } from '../../cli/messages/bench.ts';
import { PROVINCE_BENCH, PROVINCE_FIGURES, PROVINCE_STEPS } from '../../cli/messages/bench-province.ts';
import { describeMachine, type Machine } from '../machine.ts';
import { parseBenchOptions, UnknownArgument } from '../options.ts';
import { canMakePlace, makePlace, withRemoval } from '../place.ts';
import { runFromConsole } from '../runner.ts';
import { machineLines, markdownTable, verdictOf } from '../table.ts';
import { benchProvince, type ProvinceFigure, type ProvinceStep } from './run.ts';
import { provinceOf } from './size.ts';

interface ProvinceOptions {
  readonly json: string | null;
  /** Of the whole province. */
  readonly share: number;
}

interface ProvinceResult {
  readonly machine: Omit<Machine, 'databases'>;
  readonly share: number;
  readonly figures: readonly ProvinceFigure[];
}

class NoPostgres extends Error {
  override readonly name = 'NoPostgres';
}

await runFromConsole({
  name: 'bench:province',
  usage: PROVINCE_BENCH.usage,
  parse,
  run,
  stepText: (step) => PROVINCE_STEPS[step],
  render,
  explain: (error) => (error instanceof NoPostgres ? PROVINCE_BENCH['no-postgres'] : null),
});

function parse(args: readonly string[]): ProvinceOptions {
  const { json, quick, more } = parseBenchOptions(args, [], ['share']);
  const share = more.share === undefined ? (quick ? 0.01 : 1) : Number(more.share);
  if (!(share >= 0.001 && share <= 1)) throw new UnknownArgument(`--share ${String(more.share)}`);
  return { json, share };
}

async function run({ share }: ProvinceOptions, tell: (step: ProvinceStep) => void): Promise<ProvinceResult> {
  if (!canMakePlace('server')) throw new NoPostgres();
  const machine = describeMachine();
  const place = await makePlace('server');
  const figures = await withRemoval(place, () => benchProvince(place, provinceOf(share), tell));
  return { machine, share, figures };
}

function render({ machine, share, figures }: ProvinceResult, lang: Lang): string {
  return [
    ...machineLines(machine, lang),
    '',
    ...markdownTable(figures, { figures: PROVINCE_FIGURES }, lang),
    '',
    verdictOf(figures, lang),
    say(PROVINCE_BENCH['made-up'], lang, { share: share * 100 }),
    ...(share < 1 ? [say(BENCH.quick, lang)] : []),
  ].join('\n');
}

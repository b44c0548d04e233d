/** `npm run bench:tiles`: tiles of a city of many points, every promise as a figure of one run. */
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { BENCH } from '../../cli/messages/bench.ts';
import { INSTALL, TILES_BENCH, TILES_DETAILS, TILES_FIGURES, TILES_STEPS } from '../../cli/messages/bench-tiles.ts';
import { runFromConsole } from '../runner.ts';
import { machineLines, markdownTable, verdictOf } from '../table.ts';
import { parseTilesOptions } from './options.ts';
import { NoPostgres, runTilesBench, type TilesResult } from './run.ts';

await runFromConsole({
  name: 'bench:tiles',
  usage: TILES_BENCH.usage,
  parse: parseTilesOptions,
  run: runTilesBench,
  stepText: (step) => TILES_STEPS[step],
  render,
  explain: (error) => (error instanceof NoPostgres ? TILES_BENCH['no-postgres'] : null),
});

function render({ machine, figures, quick, absent, failed }: TilesResult, lang: Lang): string {
  const names = absent.join(', ');
  const commands = absent.map((name) => `\`${INSTALL[name]}\``).join(', ');
  return [
    ...machineLines(machine, lang),
    '',
    ...markdownTable(figures, { figures: TILES_FIGURES, details: TILES_DETAILS }, lang),
    '',
    verdictOf(figures, lang),
    ...failed.map((problem) => say(TILES_BENCH.failed, lang, { problem })),
    ...(absent.length > 0 ? [say(TILES_BENCH.absent, lang, { names, commands })] : []),
    ...(quick ? [say(BENCH.quick, lang)] : []),
  ].join('\n');
}

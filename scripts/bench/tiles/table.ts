/** Lays the figures of the tile plane out. */
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { BENCH } from '../../cli/messages/bench.ts';
import { INSTALL, PLANE_BENCH, PLANE_DETAILS, PLANE_FIGURES } from '../../cli/messages/bench-tiles.ts';
import { markdownTable, verdictOf } from '../service/promised.ts';
import type { PlaneResult } from './run.ts';

export function renderPlane({ machine, figures, quick, absent }: PlaneResult, lang: Lang): string {
  const { cores, cpu, memoryGb, node, system, busyBefore, databases } = machine;
  return [
    say(BENCH.machine, lang, { cores, cpu, memory: memoryGb, node, system, busy: busyBefore.toFixed(1) }),
    ...(databases.server
      ? [say(BENCH['database-line'], lang, { database: say(BENCH.server, lang), ...databases.server })]
      : []),
    '',
    ...markdownTable(figures, { figures: PLANE_FIGURES, details: PLANE_DETAILS }, lang),
    '',
    verdictOf(figures, lang),
    ...(absent.length > 0
      ? [
          say(PLANE_BENCH.absent, lang, {
            names: absent.join(', '),
            commands: absent.map((name) => `\`${INSTALL[name]}\``).join(', '),
          }),
        ]
      : []),
    ...(quick ? [say(BENCH.quick, lang)] : []),
  ].join('\n');
}

/** `npm run bench:tiles`: the tile plane on a city of many points, every promise as a figure of one run. */
import { writeFile } from 'node:fs/promises';
import { consoleLanguage, say } from '../../../server/platform/messages/index.ts';
import { UnknownArgument } from '../service/options.ts';
import { parsePlaneOptions } from './options.ts';
import { NoPostgres, runPlaneBench } from './run.ts';
import { renderPlane } from './table.ts';
import { BENCH } from '../../cli/messages/bench.ts';
import { PLANE_BENCH, PLANE_STEPS } from '../../cli/messages/bench-tiles.ts';

const lang = consoleLanguage(process.env);

async function main(): Promise<void> {
  const options = parsePlaneOptions(process.argv.slice(2));
  const startedAt = performance.now();
  const result = await runPlaneBench(options, (step) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(4);
    console.error(say(PLANE_BENCH.step, lang, { seconds, step: say(PLANE_STEPS[step], lang) }));
  });
  console.log(`\n${renderPlane(result, lang)}`);
  if (options.json === null) return;
  await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
  console.error(say(BENCH.written, lang, { file: options.json }));
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UnknownArgument) return say(PLANE_BENCH.usage, lang, { argument: message });
  if (error instanceof NoPostgres) return say(PLANE_BENCH['no-postgres'], lang);
  return say(PLANE_BENCH.failed, lang, { reason: message });
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(explain(error));
});

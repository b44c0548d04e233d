/** `npm run bench`: start times, load times and request rates of this machine, beside what the project promises. */
import { writeFile } from 'node:fs/promises';
import { consoleLanguage, say } from '../../../server/platform/messages/index.ts';
import { parseOptions, UnknownArgument } from './options.ts';
import { runBench } from './run.ts';
import { renderResult } from './table.ts';
import { BENCH, BENCH_STEPS } from '../../cli/messages/bench.ts';

const lang = consoleLanguage(process.env);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const startedAt = performance.now();
  const result = await runBench(options, (step, database) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(4);
    console.error(
      say(BENCH.step, lang, { seconds, database: say(BENCH[database], lang), step: say(BENCH_STEPS[step], lang) }),
    );
  });
  console.log(`\n${renderResult(result, lang)}`);
  if (options.json === null) return;
  await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
  console.error(say(BENCH.written, lang, { file: options.json }));
}

main().catch((error: unknown) => {
  process.exitCode = 1;
  const message = error instanceof Error ? error.message : String(error);
  console.error(
    error instanceof UnknownArgument
      ? say(BENCH.usage, lang, { argument: message })
      : say(BENCH.failed, lang, { reason: message }),
  );
});

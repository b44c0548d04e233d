/** `npm run analyse -- study.json`: runs a whole study from a file, here or by a running service. */
import { dirname } from 'node:path';
import { AnalysisError, AnalysisErrors, Cancelled, OutOfMemory, OutOfTime } from '../../server/analysis/errors.ts';
import type { StudyProgress } from '../../server/analysis/engine/protocol.ts';
import { parseAs } from '../../server/analysis/study/parse.ts';
import { say, type MessageValues } from '../../server/platform/messages/index.ts';
import type { StudyResult } from '../../tiles/api/result.ts';
import { AnalyseError } from './analyse/error.ts';
import { arrowFiles } from './analyse/arrow.ts';
import { fillInFiles } from './analyse/files.ts';
import { runHere } from './analyse/local.ts';
import { parseAnalyseCommand, type AnalyseOptions } from './analyse/options.ts';
import { parquetFiles } from './analyse/parquet.ts';
import { runThere } from './analyse/remote.ts';
import { readJsonFile } from './analyse/tables.ts';
import { csvFiles, geoJsonFiles, writeFiles, writeOut } from './analyse/write.ts';
import { endProgress, fail, language, progressLine, refuse, runCommand, stopOnSignals } from '../cli/console.ts';
import { ANALYSE, type AnalyseMessage } from '../cli/messages/analyse.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseAnalyseCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(ANALYSE[message], language, values));
    return;
  }
  try {
    await analyse(command.options, stopOnSignals());
  } catch (error) {
    endProgress();
    process.exitCode ??= 1;
    explain(error);
  }
}

async function analyse(
  { study: file, out, csv, geojson, arrow, parquet, server, timeLimitS, memoryMb }: AnalyseOptions,
  signal: AbortSignal,
): Promise<void> {
  const startedMs = performance.now();
  const filled = await fillInFiles(await readJsonFile(file), dirname(file));
  const text = JSON.stringify(filled.study);
  const study = parseAs('Study', filled.study, text.length);
  const [streets] = filled.networks.keys();
  if (server !== null && streets !== undefined) throw new AnalyseError('file-network-on-server', { file: streets });
  const options = {
    signal,
    onProgress: (progress: StudyProgress): void => showProgress(progress, study.analyses.length),
  };
  const json =
    server === null
      ? await runHere({ ...filled, study }, { ...options, timeLimitS, memoryMb })
      : await runThere(filled.study, server, options);
  endProgress();
  const result = JSON.parse(json) as StudyResult;
  for (const { message } of result.assumptions) tell('assumption', { text: message });
  for (const { message } of result.warnings) tell('warning', { text: message });
  if (out === null) process.stdout.write(`${json}\n`);
  else await writeOut(out, `${json}\n`);
  const written = [
    ...(out === null ? [] : [out]),
    ...(csv === null ? [] : await writeFiles(csv, csvFiles(result))),
    ...(geojson === null ? [] : await writeFiles(geojson, geoJsonFiles(result))),
    ...(arrow === null ? [] : await writeFiles(arrow, await arrowFiles(result))),
    ...(parquet === null ? [] : await writeFiles(parquet, await parquetFiles(result))),
  ];
  for (const path of written) tell('written', { file: path });
  if (result.partial) tell('partial');
  tell('done', {
    analyses: study.analyses.length,
    seconds: ((performance.now() - startedMs) / 1000).toFixed(1),
    key: result.key,
  });
}

/** The result may go to the standard output: what is said goes beside it. */
function tell(message: AnalyseMessage, values?: MessageValues): void {
  console.error(say(ANALYSE[message], language, values));
}

function showProgress({ share, analysis, phase, siting }: StudyProgress, count: number): void {
  const key = `phase-${phase}`;
  const name = Object.hasOwn(ANALYSE, key) ? ANALYSE[key as AnalyseMessage] : { zh: phase, en: phase };
  const gap = siting?.gap ?? null;
  const shown =
    gap === null
      ? name
      : {
          zh: say(ANALYSE.gap, 'zh', { phase: name, gap: (gap * 100).toFixed(2) }),
          en: say(ANALYSE.gap, 'en', { phase: name, gap: (gap * 100).toFixed(2) }),
        };
  progressLine(
    say(ANALYSE.progress, language, { number: analysis + 1, count, share: Math.round(share * 100), phase: shown }),
  );
}

function explain(error: unknown): void {
  if (error instanceof AnalysisError) tellErrors([error]);
  else if (error instanceof AnalysisErrors) tellErrors(error.errors);
  else if (error instanceof AnalyseError) tell(error.key, error.values);
  else if (error instanceof OutOfTime) tell('out-of-time');
  else if (error instanceof OutOfMemory) tell('out-of-memory');
  else if (error instanceof Cancelled) tell('interrupted');
  else fail(error);
}

function tellErrors(errors: readonly AnalysisError[]): void {
  for (const { at, text } of errors)
    tell(at === undefined || at === '' ? 'error-whole' : 'error', { at: at ?? '', message: text });
}

await runCommand('analyse', main);

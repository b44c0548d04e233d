/** Runs a benchmark from the command line: its arguments, a line a step, the table, and the JSON file. */
import { writeFile } from 'node:fs/promises';
import { consoleLanguage, say, type Lang } from '../../server/platform/messages/index.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { asksForHelp, helpText, type CommandName } from '../cli/help.ts';
import { BENCH } from '../cli/messages/bench.ts';
import { UnknownArgument } from './options.ts';

export interface Bench<Options extends { readonly json: string | null }, Step, Result> {
  readonly name: CommandName;
  readonly usage: Text;
  /** Throws `UnknownArgument`. */
  readonly parse: (args: readonly string[]) => Options;
  readonly run: (options: Options, tell: (step: Step) => void) => Promise<Result>;
  readonly stepText: (step: Step) => Text;
  readonly render: (result: Result, lang: Lang) => string;
  /** Words an error that a person can do something about; null for any other. */
  readonly explain?: (error: unknown) => Text | null;
}

/** Sets the exit status to 1 where anything fails. */
export async function runFromConsole<Options extends { readonly json: string | null }, Step, Result>(
  bench: Bench<Options, Step, Result>,
): Promise<void> {
  const lang = consoleLanguage(process.env);
  const startedAt = performance.now();
  if (asksForHelp(process.argv.slice(2))) {
    console.log(helpText(bench.name, lang));
    return;
  }
  try {
    const options = bench.parse(process.argv.slice(2));
    const result = await bench.run(options, (step) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0).padStart(4);
      console.error(say(BENCH.step, lang, { seconds, step: bench.stepText(step) }));
    });
    console.log(`\n${bench.render(result, lang)}`);
    if (options.json === null) return;
    await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`);
    console.error(say(BENCH.written, lang, { file: options.json }));
  } catch (error) {
    process.exitCode = 1;
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof UnknownArgument) console.error(say(bench.usage, lang, { argument: reason }));
    else console.error(say(bench.explain?.(error) ?? BENCH.failed, lang, { reason }));
  }
}

/**
 * Reads one input after the other in a process of its own, which can be ended where one takes for ever. Started by
 * `attacks/parsers.ts`; argument: a folder for files.
 */
import { whenParentEnds } from '../../../server/platform/parent.ts';
import { PARSERS } from './parsers.ts';

export interface ParseTask {
  readonly parser: string;
  readonly bytes: Uint8Array;
}

export interface ParseAnswer {
  readonly kind: 'read' | 'refused' | 'thrown';
  readonly said: string;
}

/** Errors by which a reader says that it cannot use an input. Any other is a mistake of ours. */
const REFUSALS: ReadonlySet<string> = new Set([
  'AnalysisError',
  'AnalysisErrors',
  'ApiError',
  'BadParameter',
  'ColumnarError',
  'ConfigError',
  'Cql2Error',
  'GraphError',
  'JsonSyntaxError',
  'LoadErrors',
  'OsmFileError',
  'RasterError',
  'TileCoordError',
  'UnknownLayer',
  'WkbError',
  // A broken escape, as Express has it.
  'URIError',
]);

async function answerTo({ parser, bytes }: ParseTask, folder: string): Promise<ParseAnswer> {
  const found = PARSERS.find(({ name }) => name === parser);
  if (found === undefined) throw new Error(`No parser ${parser}.`);
  try {
    await found.read(Buffer.from(bytes), folder);
    return { kind: 'read', said: '' };
  } catch (error) {
    const said = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : String(error);
    return { kind: error instanceof Error && REFUSALS.has(error.name) ? 'refused' : 'thrown', said };
  }
}

const [folder] = process.argv.slice(2);
if (process.send !== undefined && folder !== undefined) {
  process.on('message', (task: ParseTask) => {
    void answerTo(task, folder).then((answer) => process.send?.(answer));
  });
  whenParentEnds(() => process.exit());
  process.send({ kind: 'read', said: 'ready' } satisfies ParseAnswer);
}

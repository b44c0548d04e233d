/** `npm run network:import -- FILE`: imports a road network from OpenStreetMap or from lines, all of it or nothing. */
import { importNetwork, type ImportOptions, type ImportReport } from '../../server/analysis/network/import/import.ts';
import { say, type MessageValues } from '../../server/platform/messages/index.ts';
import { MODES } from '../../tiles/api/vocabulary.ts';
import { withCityDatabase } from '../cli/city-command.ts';
import { endProgress, language, progressLine, refuse, runCommand } from '../cli/console.ts';
import { NETWORK_SCRIPT, type NetworkScriptMessage } from '../cli/messages/network.ts';
import { parseNetworkCommand } from './network/options.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseNetworkCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(NETWORK_SCRIPT[message], language, values));
    return;
  }
  await withCityDatabase(async (db, city) => {
    const startedAt = performance.now();
    const report = await importNetwork(db, { city, ...command.options, onProgress: showProgress });
    endProgress();
    tell(report, command.options, performance.now() - startedAt);
  });
}

function tell(
  { graph, warnings, replaced, lengthKm }: ImportReport,
  { id }: Pick<ImportOptions, 'id'>,
  ms: number,
): void {
  for (const { message } of warnings) print('note', { text: message });
  const lengths = Object.fromEntries(MODES.map((mode) => [mode, lengthKm[mode].toFixed(1)]));
  print(replaced ? 'replaced' : 'imported', {
    id,
    nodes: graph.nodeCount,
    edges: graph.edgeCount,
    ...lengths,
    seconds: (ms / 1000).toFixed(1),
  });
}

function showProgress(
  phase: NetworkScriptMessage & ('reading' | 'joining' | 'writing'),
  done: number,
  total: number,
): void {
  progressLine(say(NETWORK_SCRIPT[phase], language, { done, total }));
}

function print(message: NetworkScriptMessage, values: MessageValues): void {
  console.log(say(NETWORK_SCRIPT[message], language, values));
}

await runCommand('network:import', main);

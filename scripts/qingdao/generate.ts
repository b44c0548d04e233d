/** `npm run data:generate`: writes the demonstration data, where its sources have changed, into `<home>/demo`. */
import { join } from 'node:path';
import { createWorld } from './generate/world.ts';
import { endProgress, home, language, progressLine, runCommand } from '../cli/console.ts';
import { generateDemo } from './demo-files.ts';
import { cliMessage } from '../../server/platform/messages/cli.ts';

async function main(): Promise<void> {
  const folder = join(home, 'demo');
  const startedAt = performance.now();
  const result = await generateDemo(folder, createWorld, (name) =>
    progressLine(cliMessage(language, 'generating', { name })),
  );
  endProgress();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    result.fresh
      ? cliMessage(language, 'generated', { layers: result.layers, features: result.features, folder, seconds })
      : cliMessage(language, 'generated-before', { folder }),
  );
}

await runCommand('data:generate', main);

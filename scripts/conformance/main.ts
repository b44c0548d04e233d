/**
 * `npm run test:conformance -- [--url URL] [--tools FOLDER] [--only formats,programs,maps,qgis,requests]`: programs
 * that others wrote find what the service has. It starts a service of its own with the demonstration city, or asks the
 * one at URL; what it installs goes into FOLDER, which may be kept, else into one that it removes. Prints a line a
 * check and exits with 1 where one differs.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { consoleLanguage } from '../../server/platform/messages/index.ts';
import { asksForHelp, helpText } from '../cli/help.ts';
import { copyLoadedHome } from '../testing/loaded-home.ts';
import { startService } from '../testing/running-service.ts';
import { checkFormats } from './formats.ts';
import { checkMaps } from './maps.ts';
import { checkPrograms, LAYERS } from './programs.ts';
import { checkQgis } from './qgis.ts';
import { Report } from './report.ts';
import { checkRequests } from './requests.ts';
import { installTools, type Tools } from './tools.ts';

const PARTS = ['formats', 'programs', 'maps', 'qgis', 'requests'] as const;

if (asksForHelp(process.argv.slice(2))) {
  console.log(helpText('test:conformance', consoleLanguage(process.env)));
  process.exit();
}
const { values } = parseArgs({
  options: { url: { type: 'string' }, tools: { type: 'string' }, only: { type: 'string' } },
});
const wanted = values.only?.split(',') ?? [...PARTS];
const unknown = wanted.find((part) => !PARTS.some((each) => each === part));
if (unknown !== undefined) throw new Error(`--only ${unknown}: choose from ${PARTS.join(', ')}.`);

const work = await mkdtemp(join(tmpdir(), 'chengtu-conformance-'));
const report = new Report();
try {
  const tools = await installTools(values.tools ?? join(work, 'tools'));
  if (wanted.includes('formats')) await checkFormats(tools, work, report);
  if (values.url !== undefined) await ask(values.url, tools);
  else if (wanted.some((part) => part !== 'formats')) await askOwn(tools);
} finally {
  await rm(work, { recursive: true, force: true });
}
process.exitCode = report.isDifferent ? 1 : 0;

async function askOwn(tools: Tools): Promise<void> {
  const home = join(work, 'home');
  await copyLoadedHome(home);
  const service = await startService(home);
  try {
    await ask(service.url, tools);
  } finally {
    await service.stop();
  }
}

async function ask(url: string, tools: Tools): Promise<void> {
  if (wanted.includes('programs')) await checkPrograms(url, tools, work, report);
  if (wanted.includes('maps')) await checkMaps(url, LAYERS, tools, report);
  if (wanted.includes('qgis')) await checkQgis(url, LAYERS, work, report);
  if (wanted.includes('requests')) await checkRequests(url, tools, work, report);
}

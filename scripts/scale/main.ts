/** `npm run scale`: what a city, a province and a country need, from measured costs; checked by a simulation. */
import { consoleLanguage, say } from '../../server/platform/messages/index.ts';
import { asksForHelp, helpText } from '../cli/help.ts';
import { SCALE } from '../cli/messages/scale.ts';
import { scaleTable } from './table.ts';

const lang = consoleLanguage(process.env);
const [argument] = process.argv.slice(2);
if (asksForHelp(process.argv.slice(2))) {
  console.log(helpText('scale', lang));
} else if (argument === undefined) {
  for (const line of scaleTable(lang)) console.log(line);
} else {
  console.error(say(SCALE.unknown, lang, { argument }));
  process.exitCode = 1;
}

/** `npm run doctor`: what is wrong with this installation, in sentences. Changes nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadCity } from '../../server/city.ts';
import { readConfig } from '../../server/platform/config.ts';
import { redactText } from '../../server/platform/log/redact.ts';
import { say } from '../../server/platform/messages/index.ts';
import { language, refuse, runCommand } from '../cli/console.ts';
import { DOCTOR } from '../cli/messages/doctor.ts';
import { databaseFindings } from './doctor/database.ts';
import { SEVERITIES, type Finding } from './doctor/finding.ts';
import { machineFindings, readMachine } from './doctor/machine.ts';
import { parseDoctorCommand } from './doctor/options.ts';
import { serviceFindings } from './doctor/service.ts';

async function main(): Promise<void> {
  const command = parseDoctorCommand(process.argv.slice(2));
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(DOCTOR[message], language, values));
    return;
  }
  // Settings or files of the city that cannot be used are said by `runCommand`: all else rests on them.
  const config = readConfig();
  const { catalogue } = await loadCity(config.cityFolder);
  const { city, layers } = catalogue;
  const findings: Finding[] = [
    { severity: 'good', message: 'city', values: { city: city.name[language], layers: layers.length } },
    ...(existsSync(join(config.clientFolder, 'index.html'))
      ? []
      : [{ severity: 'note', message: 'not-built' } as const]),
    ...machineFindings(await readMachine(config.home), config),
    ...(await databaseFindings(config, catalogue)),
    ...(await serviceFindings(config)),
  ];
  for (const severity of SEVERITIES) {
    for (const finding of findings.filter((each) => each.severity === severity))
      console.log(`${say(DOCTOR[severity], language)} ${sentenceOf(finding)}`);
  }
  const count = (severity: Finding['severity']): number => findings.filter((each) => each.severity === severity).length;
  const [wrong, weak] = [count('wrong'), count('weak')];
  console.log(say(DOCTOR[wrong > 0 ? 'end-wrong' : weak > 0 ? 'end-weak' : 'end-good'], language, { wrong, weak }));
  if (wrong > 0) process.exitCode = 1;
}

function sentenceOf(finding: Finding): string {
  return redactText('text' in finding ? finding.text : say(DOCTOR[finding.message], language, finding.values));
}

await runCommand('doctor', main);

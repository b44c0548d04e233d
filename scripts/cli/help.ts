/** `--help` of every command: what it is for, and one line for each option. */
import { say, type Lang } from '../../server/platform/messages/index.ts';
import { HELP, HELP_LINES, type CommandHelp } from './messages/help.ts';

export type CommandName = keyof typeof HELP;

const ASKING: readonly string[] = ['--help', '-h'];
/** Of names of options; longer ones have their text on the next line. */
const NAME_COLUMNS = 34;

/** Whether the arguments ask how a command is used: what else they say does not matter then. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((arg) => ASKING.includes(arg));
}

export function helpText(name: CommandName, lang: Lang): string {
  const { about, takes, options }: CommandHelp = HELP[name];
  const usage = takes === undefined ? (Object.keys(options).length === 0 ? '' : ' -- [--help]') : ` -- ${takes[lang]}`;
  const lines = Object.entries(options).map(([option, { value, text }]) =>
    line(`--${option}${value === undefined ? '' : ` ${value[lang]}`}`, text[lang]),
  );
  return [
    about[lang],
    '',
    say(HELP_LINES.usage, lang, { name, takes: usage }),
    '',
    HELP_LINES.options[lang],
    ...lines,
    line('--help, -h', HELP_LINES.help[lang]),
    '',
    HELP_LINES.language[lang],
  ].join('\n');
}

function line(name: string, text: string): string {
  const columns = columnsOf(name);
  return columns > NAME_COLUMNS
    ? `  ${name}\n  ${' '.repeat(NAME_COLUMNS)}  ${text}`
    : `  ${name}${' '.repeat(NAME_COLUMNS - columns)}  ${text}`;
}

/** Chinese characters take two columns of a terminal. */
function columnsOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
}

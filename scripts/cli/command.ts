/** Arguments of a command: read once, every error named at once. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { consoleLanguage, say, type PlainValues } from '../../server/platform/messages/index.ts';
import { nearMatches } from '../../server/platform/text/near-matches.ts';
import { asksForHelp } from './help.ts';
import { NEAREST, NO_OPTION } from './messages/command.ts';

/** What is wrong with the arguments: a message of the command, and its values. */
export interface CommandError<Message extends string> {
  readonly message: Message;
  readonly values?: PlainValues;
}

export type Command<Options, Message extends string> =
  | { readonly options: Options }
  /** None where it was only asked how the command is used. */
  | { readonly errors: readonly CommandError<Message>[] };

const lang = consoleLanguage(process.env);

type OptionTypes = NonNullable<ParseArgsConfig['options']>;
type Config<Types extends OptionTypes> = {
  readonly args: string[];
  readonly allowPositionals: boolean;
  readonly options: Types;
};
/** Values by option, as `parseArgs` of Node types them. */
export type OptionValues<Types extends OptionTypes> = ReturnType<typeof parseArgs<Config<Types>>>['values'];

export interface CommandForm<Types extends OptionTypes, Options, Message extends string> {
  readonly options: Types;
  /** Whether it takes names of files beside its options. */
  readonly hasFiles: boolean;
  /** Adds to `errors` what is wrong. It may then return null. */
  readonly read: (
    values: OptionValues<Types>,
    files: readonly string[],
    errors: CommandErrors<Message | 'unknown-option'>,
  ) => Options | null;
}

/** Reads the arguments of a command, whose catalogue has `unknown-option` with the value `detail`. */
export function parseCommand<const Types extends OptionTypes, Options, Message extends string>(
  args: readonly string[],
  { options, hasFiles, read }: CommandForm<Types, Options, Message>,
): Command<Options, Message | 'unknown-option'> {
  if (asksForHelp(args)) return { errors: [] };
  const unknown = unknownOptions(args, Object.keys(options));
  if (unknown.length > 0) return { errors: unknown };
  let parsed;
  try {
    parsed = parseArgs<Config<Types>>({ args: [...args], allowPositionals: hasFiles, options });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { errors: [{ message: 'unknown-option', values: { option: args.join(' '), detail } }] };
  }
  const errors = new CommandErrors<Message | 'unknown-option'>();
  const found = read(parsed.values, parsed.positionals, errors);
  return errors.list.length > 0 || found === null ? { errors: errors.list } : { options: found };
}

/** The options that the command does not have, each with the one that may be meant. */
function unknownOptions(args: readonly string[], known: readonly string[]): CommandError<'unknown-option'>[] {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).flatMap((arg) => {
    const [, name = ''] = /^--([^=]+)/.exec(arg) ?? [];
    if (name === '' || known.includes(name)) return [];
    const option = `--${name}`;
    const [near] = nearMatches(name, known, 1);
    const detail =
      near === undefined
        ? say(NO_OPTION.far, lang, { option })
        : say(NO_OPTION.near, lang, { option, near: `--${near}` });
    return [{ message: 'unknown-option', values: { option, detail } }];
  });
}

export class CommandErrors<Message extends string> {
  readonly list: CommandError<Message>[] = [];

  add(message: Message, values?: PlainValues): void {
    this.list.push({ message, ...(values === undefined ? {} : { values }) });
  }

  /** The value where it is allowed or absent, else undefined and an error that `toError` makes of the choices. */
  choice<T extends string>(
    value: string | undefined,
    allowed: readonly T[],
    toError: (value: string, choices: string) => CommandError<Message>,
  ): T | undefined {
    const found = allowed.find((each) => each === value);
    if (value === undefined || found !== undefined) return found;
    const choices = allowed.join(' | ');
    const [near] = nearMatches(value, allowed, 1);
    this.list.push(toError(value, near === undefined ? choices : say(NEAREST, lang, { choices, near })));
    return found;
  }
}

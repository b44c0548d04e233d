/** Arguments of a command: read once, every error named at once. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { PlainValues } from '../../server/platform/messages/index.ts';

/** What is wrong with the arguments: a message of the command, and its values. */
export interface CommandError<Message extends string> {
  readonly message: Message;
  readonly values?: PlainValues;
}

export type Command<Options, Message extends string> =
  | { readonly options: Options }
  /** None where it was only asked how the command is used. */
  | { readonly errors: readonly CommandError<Message>[] };

const HELP: readonly string[] = ['--help', '-h'];

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
  if (args.some((arg) => HELP.includes(arg))) return { errors: [] };
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
    if (value !== undefined && found === undefined) this.list.push(toError(value, allowed.join(' | ')));
    return found;
  }
}

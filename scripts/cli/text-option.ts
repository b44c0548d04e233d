import type { Text } from '../../tiles/layer/layer.ts';
import type { CommandErrors } from './command.ts';

/** A text in both languages, given as `--title-zh` and `--title-en`, or none. */
export function textOption<Name extends string, Message extends string>(
  name: Name,
  values: Readonly<Partial<Record<`${Name}-${keyof Text}`, string>>>,
  errors: CommandErrors<Message | 'one-language'>,
): Text | null {
  const [zh, en]: readonly (string | undefined)[] = [values[`${name}-zh`], values[`${name}-en`]];
  if (zh !== undefined && en !== undefined) return { zh, en };
  if (zh === en) return null;
  const [given, missing] = zh === undefined ? ['en', 'zh'] : ['zh', 'en'];
  errors.add('one-language', { given: `${name}-${given}`, missing: `${name}-${missing}` });
  return null;
}

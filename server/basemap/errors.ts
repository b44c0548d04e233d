import type { Text } from '../../tiles/layer/layer.ts';
import { bothLanguages, type MessageValues } from '../platform/messages/index.ts';

/** Why an import makes no base map: told to whoever started it, in both languages. */
export class BaseMapError extends Error {
  override readonly name = 'BaseMapError';
  readonly text: Text;

  constructor(text: Text, values: MessageValues = {}, options?: ErrorOptions) {
    const both = bothLanguages(text, values);
    super(both.en, options);
    this.text = both;
  }
}

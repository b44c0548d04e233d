/** The few texts of the widgets themselves; the page that shows them provides these in the reader's language. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Provenance, Text } from '../../../tiles/layer/layer.ts';

export type UiKey =
  | 'ui.about'
  | 'ui.action'
  | 'ui.any'
  | 'ui.close'
  | 'ui.from'
  | 'ui.key'
  | 'ui.legend'
  | 'ui.requestId'
  | 'ui.retry'
  | 'ui.to'
  | 'ui.without'
  | `provenance.${Provenance}`
  | `provenance.${Provenance}Sentence`;

export interface UiTexts {
  readonly t: (key: UiKey, params?: Readonly<Record<string, string | number>>) => string;
  /** The reader's side of a text that comes in both languages. */
  readonly text: (text: Text) => string;
}

export const UiTextsContext = createContext<UiTexts | null>(null);

export function useTexts(): UiTexts {
  const texts = useContext(UiTextsContext);
  if (texts === null) throw new Error('The widgets need a UiTextsContext above them');
  return texts;
}

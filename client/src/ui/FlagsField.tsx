import type { Text } from '../../../tiles/layer/layer.ts';
import { ChipBox } from './ChoiceField.tsx';
import { useTexts } from './texts.ts';

export interface Flag {
  readonly id: string;
  readonly title: Text;
  /** `without` asks for those that do not have it; undefined asks nothing. */
  readonly wanted: 'with' | 'without' | undefined;
}

interface Props {
  title: string;
  flags: readonly Flag[];
  onChange: (id: string, on: boolean) => void;
}

/** Yes-or-no attributes as chips: pressed asks for the features that have it. Toilets alone have fifteen of them. */
export function FlagsField({ title, flags, onChange }: Props) {
  const { t, text } = useTexts();
  if (flags.length === 0) return null;
  return (
    <fieldset class="filter-field">
      <legend>{title}</legend>
      <div class="chips">
        {flags.map((flag) => (
          <ChipBox
            key={flag.id}
            label={flag.wanted === 'without' ? t('ui.without', { what: text(flag.title) }) : text(flag.title)}
            checked={flag.wanted !== undefined}
            onChange={(on) => onChange(flag.id, on)}
          />
        ))}
      </div>
    </fieldset>
  );
}

import type { Text } from '../../../tiles/layer/layer.ts';
import { SelectField } from './SelectField.tsx';
import { useTexts } from './texts.ts';

/** More than this many boxes would bury the rest of the form. */
const BOXES = 16;

interface Props {
  title: string;
  options: readonly { readonly value: string; readonly label: Text }[];
  /** Values of the chosen options. */
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

/** Boxes for a short list, a list box for a long one. No choice means any value. */
export function ChoiceField({ title, options, chosen, onChange }: Props) {
  const { t, text } = useTexts();
  if (options.length > BOXES) {
    return (
      <SelectField
        title={title}
        value={chosen[0] ?? ''}
        options={[
          { value: '', label: t('ui.any') },
          ...options.map(({ value, label }) => ({ value, label: text(label) })),
        ]}
        onChange={(value) => onChange(value === '' ? [] : [value])}
      />
    );
  }
  return (
    <fieldset class="filter-field">
      <legend>{title}</legend>
      <div class="chips">
        {options.map(({ value, label }) => (
          <ChipBox
            key={value}
            label={text(label)}
            checked={chosen.includes(value)}
            onChange={(on) => onChange(on ? [...chosen, value] : chosen.filter((each) => each !== value))}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** A check box that looks like a chip. */
export function ChipBox(props: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="chip-box">
      <input
        type="checkbox"
        class="visually-hidden"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}

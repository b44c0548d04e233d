import { useApp } from '../app/context.ts';
import type { FilterOption } from '../format/filter-controls.ts';
import type { FilterValue } from '../state/types.ts';

/** More than this many boxes would bury the rest of the form. */
const BOXES = 16;

interface Props {
  title: string;
  options: readonly FilterOption[];
  value: FilterValue | undefined;
  onChange: (value: FilterValue | null) => void;
}

/** Boxes for a short list, a list box for a long one. No choice means any value. */
export function ChoiceField({ title, options, value, onChange }: Props) {
  const {
    i18n: { t, text },
  } = useApp();
  const chosen = value?.kind === 'choice' ? value.values : [];
  const change = (values: readonly string[]): void => onChange(values.length === 0 ? null : { kind: 'choice', values });

  if (options.length > BOXES) {
    return (
      <label class="filter-field">
        <span>{title}</span>
        <select
          class="field"
          value={chosen[0] ?? ''}
          onChange={(event) => change(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
        >
          <option value="">{t('filter.any')}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {text(option.label)}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <fieldset class="filter-field">
      <legend>{title}</legend>
      <div class="chips">
        {options.map((option) => (
          <label key={option.value} class="chip-box">
            <input
              type="checkbox"
              class="visually-hidden"
              checked={chosen.includes(option.value)}
              onChange={(event) =>
                change(
                  event.currentTarget.checked
                    ? [...chosen, option.value]
                    : chosen.filter((each) => each !== option.value),
                )
              }
            />
            <span>{text(option.label)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

import { useTexts } from './texts.ts';

interface Props {
  title: string;
  unit?: string | undefined;
  type: 'number' | 'date';
  /** Empty where that side is open. */
  from: string;
  to: string;
  onChange: (from: string, to: string) => void;
}

/** From … to …, of numbers or days; either side may stay open. */
export function IntervalField({ title, unit, type, from, to, onChange }: Props) {
  const { t } = useTexts();
  return (
    <fieldset class="filter-field">
      <legend>
        {title}
        {unit !== undefined && <span class="quiet"> ({unit})</span>}
      </legend>
      <div class="interval">
        <label>
          <span>{t('ui.from')}</span>
          <input
            class="field"
            type={type}
            step="any"
            value={from}
            onInput={(event) => onChange(event.currentTarget.value, to)}
          />
        </label>
        <label>
          <span>{t('ui.to')}</span>
          <input
            class="field"
            type={type}
            step="any"
            value={to}
            onInput={(event) => onChange(from, event.currentTarget.value)}
          />
        </label>
      </div>
    </fieldset>
  );
}

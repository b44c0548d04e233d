import type { Text } from '../../../tiles/layer/layer.ts';
import { useApp } from '../app/context.ts';
import type { FilterValue } from '../state/types.ts';

interface Props {
  title: string;
  unit: Text | undefined;
  kind: 'range' | 'date';
  value: FilterValue | undefined;
  onChange: (value: FilterValue | null) => void;
}

/** From … to …, of numbers or days; either side may stay open. */
export function IntervalField({ title, unit, kind, value, onChange }: Props) {
  const {
    i18n: { t, text },
  } = useApp();
  const from = value?.kind === 'range' || value?.kind === 'date' ? String(value.from ?? '') : '';
  const to = value?.kind === 'range' || value?.kind === 'date' ? String(value.to ?? '') : '';
  const change = (nextFrom: string, nextTo: string): void => onChange(interval(kind, nextFrom, nextTo));
  const type = kind === 'date' ? 'date' : 'number';
  return (
    <fieldset class="filter-field">
      <legend>
        {title}
        {unit !== undefined && <span class="quiet"> ({text(unit)})</span>}
      </legend>
      <div class="interval">
        <label>
          <span>{t('filter.from')}</span>
          <input
            class="field"
            type={type}
            step="any"
            value={from}
            onInput={(event) => change(event.currentTarget.value, to)}
          />
        </label>
        <label>
          <span>{t('filter.to')}</span>
          <input
            class="field"
            type={type}
            step="any"
            value={to}
            onInput={(event) => change(from, event.currentTarget.value)}
          />
        </label>
      </div>
    </fieldset>
  );
}

function interval(kind: 'range' | 'date', from: string, to: string): FilterValue | null {
  if (from === '' && to === '') return null;
  if (kind === 'date') return { kind, from: from || null, to: to || null };
  return { kind, from: from === '' ? null : Number(from), to: to === '' ? null : Number(to) };
}

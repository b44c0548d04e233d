import { useApp } from '../app/context.ts';
import type { FilterValue } from '../state/types.ts';

const CHOICES = ['any', 'yes', 'no'] as const;

/** Yes, no, or either. */
export function FlagField({ title, value, onChange }: { title: string; value: FilterValue | undefined; onChange: (value: FilterValue | null) => void }) {
  const { i18n: { t } } = useApp();
  const current = value?.kind !== 'flag' ? 'any' : value.on ? 'yes' : 'no';
  return (
    <label class="filter-field filter-flag">
      <span>{title}</span>
      <select class="field" value={current} onChange={(event) => {
        const next = event.currentTarget.value;
        onChange(next === 'any' ? null : { kind: 'flag', on: next === 'yes' });
      }}>
        {CHOICES.map((choice) => <option key={choice} value={choice}>{t(`filter.${choice}`)}</option>)}
      </select>
    </label>
  );
}

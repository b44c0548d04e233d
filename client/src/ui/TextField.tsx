import { useApp } from '../app/context.ts';
import type { FilterValue } from '../state/types.ts';

export function TextField({
  title,
  value,
  onChange,
}: {
  title: string;
  value: FilterValue | undefined;
  onChange: (value: FilterValue | null) => void;
}) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <label class="filter-field">
      <span>
        {title} <span class="quiet">({t('filter.contains')})</span>
      </span>
      <input
        class="field"
        type="text"
        maxLength={60}
        value={value?.kind === 'text' ? value.text : ''}
        onInput={(event) => {
          const text = event.currentTarget.value;
          onChange(text.trim() === '' ? null : { kind: 'text', text });
        }}
      />
    </label>
  );
}

import { useApp } from '../app/context.ts';
import type { FilterControl } from '../format/filter-controls.ts';
import type { FilterValue, LayerFilters } from '../state/types.ts';

interface Props {
  controls: readonly FilterControl[];
  filters: LayerFilters;
  onChange: (attribute: string, value: FilterValue | null) => void;
}

/** Yes-or-no attributes as chips: pressed asks for the features that have it. Toilets alone have fifteen of them. */
export function FlagsField({ controls, filters, onChange }: Props) {
  const {
    i18n: { t, text },
  } = useApp();
  if (controls.length === 0) return null;
  return (
    <fieldset class="filter-field">
      <legend>{t('filter.flags')}</legend>
      <div class="chips">
        {controls.map(({ attribute, title }) => {
          const value = filters[attribute];
          // An address can also ask for those without.
          const without = value?.kind === 'flag' && !value.on;
          return (
            <label key={attribute} class="chip-box">
              <input
                type="checkbox"
                class="visually-hidden"
                checked={value !== undefined}
                onChange={(event) =>
                  onChange(attribute, event.currentTarget.checked ? { kind: 'flag', on: true } : null)
                }
              />
              <span>{without ? t('filter.without', { what: text(title) }) : text(title)}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import type { FilterValue } from '../../state/types.ts';
import { controlsOf } from '../../format/filter-controls.ts';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { FlagsField } from '../../ui/FlagsField.tsx';
import { IntervalField } from '../../ui/IntervalField.tsx';
import { TextField } from '../../ui/TextField.tsx';

/** The filter of a layer, as its catalogue file describes it. It works at once; there is nothing to send. */
export function FilterForm({ layer }: { layer: LayerInfo }) {
  const {
    store,
    catalogue,
    actions,
    i18n: { t, text },
  } = useApp();
  const filters = store.filters.value[layer.id] ?? {};
  const areas = catalogue.state.value.value?.areas ?? {};
  const active = Object.keys(filters).length;

  const set = (attribute: string, value: FilterValue | null): void => {
    const { [attribute]: _, ...others } = filters;
    actions.setFilters(layer.id, value === null ? others : { ...others, [attribute]: value });
  };
  const districts = filters['district']?.kind === 'choice' ? filters['district'].values : [];
  const controls = controlsOf(layer, areas, districts);

  return (
    <form class="filter-form" aria-label={t('layers.filter')} onSubmit={(event) => event.preventDefault()}>
      <div class="filter-head">
        <h3>{t('layers.filter')}</h3>
        <button
          type="button"
          class="button button-quiet"
          disabled={active === 0}
          onClick={() => actions.setFilters(layer.id, {})}
        >
          {t('layers.clearFilter')}
        </button>
      </div>
      {controls.map((control) => {
        const value = filters[control.attribute];
        const title = text(control.title);
        const onChange = (next: FilterValue | null): void => set(control.attribute, next);
        switch (control.kind) {
          case 'choice':
            return (
              <ChoiceField
                key={control.attribute}
                title={title}
                options={control.options}
                value={value}
                onChange={onChange}
              />
            );
          case 'flag':
            return null;
          case 'range':
          case 'date':
            return (
              <IntervalField
                key={control.attribute}
                title={title}
                unit={control.unit}
                kind={control.kind}
                value={value}
                onChange={onChange}
              />
            );
          case 'text':
            return <TextField key={control.attribute} title={title} value={value} onChange={onChange} />;
        }
      })}
      <FlagsField controls={controls.filter(({ kind }) => kind === 'flag')} filters={filters} onChange={set} />
    </form>
  );
}

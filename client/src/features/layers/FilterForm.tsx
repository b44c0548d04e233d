import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import type { FilterValue } from '../../../../tiles/filter/filter.ts';
import { controlsOf } from '../../format/filter-controls.ts';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { FlagsField, type Flag } from '../../ui/FlagsField.tsx';
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
        const { attribute } = control;
        const value = filters[attribute];
        const title = text(control.title);
        switch (control.kind) {
          case 'choice':
            return (
              <ChoiceField
                key={attribute}
                title={title}
                options={control.options}
                chosen={value?.kind === 'choice' ? value.values : []}
                onChange={(values) => set(attribute, values.length === 0 ? null : { kind: 'choice', values })}
              />
            );
          case 'flag':
            return null;
          case 'range':
          case 'date': {
            const type = control.kind === 'date' ? 'date' : 'number';
            return (
              <IntervalField
                key={attribute}
                title={title}
                unit={control.unit && text(control.unit)}
                type={type}
                {...sidesOf(value)}
                onChange={(from, to) => set(attribute, interval(type, from, to))}
              />
            );
          }
          case 'text':
            return (
              <TextField
                key={attribute}
                title={title}
                note={t('filter.contains')}
                value={value?.kind === 'text' ? value.text : ''}
                onChange={(wanted) => set(attribute, wanted.trim() === '' ? null : { kind: 'text', text: wanted })}
              />
            );
        }
      })}
      <FlagsField
        title={t('filter.flags')}
        flags={controls
          .filter(({ kind }) => kind === 'flag')
          .map((control) => ({
            id: control.attribute,
            title: control.title,
            wanted: wantedOf(filters[control.attribute]),
          }))}
        onChange={(attribute, on) => set(attribute, on ? { kind: 'flag', on: true } : null)}
      />
    </form>
  );
}

/** An address can also ask for the features without the attribute; the form cannot. */
function wantedOf(value: FilterValue | undefined): Flag['wanted'] {
  if (value === undefined) return undefined;
  return value.kind === 'flag' && !value.on ? 'without' : 'with';
}

function sidesOf(value: FilterValue | undefined): { from: string; to: string } {
  if (value?.kind !== 'range' && value?.kind !== 'date') return { from: '', to: '' };
  return { from: String(value.from ?? ''), to: String(value.to ?? '') };
}

function interval(type: 'number' | 'date', from: string, to: string): FilterValue | null {
  if (from === '' && to === '') return null;
  if (type === 'date') return { kind: type, from: from || null, to: to || null };
  return { kind: 'range', from: from === '' ? null : Number(from), to: to === '' ? null : Number(to) };
}

import type { LayerInfo } from '../../../tiles/api/wire.ts';
import { useApp } from '../app/context.ts';

/** Which attribute colours a layer, where its catalogue file offers several. */
export function ColorChoice({ layer }: { layer: LayerInfo }) {
  const {
    catalogue,
    actions,
    i18n: { t, text },
  } = useApp();
  const { style } = catalogue.state.value.value?.layers.find(({ id }) => id === layer.id) ?? layer;
  if (style.by === undefined || style.alternatives === undefined) return null;
  const first = style.by.attribute;
  const choices = [style.by, ...style.alternatives].map(({ attribute }) => attribute);
  return (
    <label class="filter-field">
      <span>{t('layers.colorBy')}</span>
      <select
        class="field"
        value={layer.style.by?.attribute ?? first}
        onChange={(event) =>
          actions.setColor(layer.id, event.currentTarget.value === first ? null : event.currentTarget.value)
        }
      >
        {choices.map((attribute) => (
          <option key={attribute} value={attribute}>
            {text(layer.attributes[attribute]?.title ?? { zh: attribute, en: attribute })}
          </option>
        ))}
      </select>
    </label>
  );
}

import type { Legend as LegendData } from '../../../tiles/style/legend.ts';
import { useApp } from '../app/context.ts';
import { Swatch } from './Swatch.tsx';

/** The classes of a layer. A layer of one colour has its mark beside its title already. */
export function Legend({ legend }: { legend: LegendData }) {
  const {
    i18n: { t, text },
  } = useApp();
  if (legend.classes.length === 0) return null;
  const unit = legend.unit === undefined ? '' : ` (${text(legend.unit)})`;
  return (
    <figure class="legend">
      <figcaption>{legend.title === undefined ? t('layers.legend') : text(legend.title) + unit}</figcaption>
      <ul>
        {legend.classes.map((each, index) => (
          <li key={index}>
            <Swatch legend={legend} color={each.color} />
            {text(each.label)}
          </li>
        ))}
      </ul>
    </figure>
  );
}

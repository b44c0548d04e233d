import type { Legend as LegendData } from '../../../tiles/style/legend.ts';
import { Swatch } from './Swatch.tsx';
import { useTexts } from './texts.ts';

/** The classes of a layer. A layer of one colour has its mark beside its title already. */
export function Legend({ legend }: { legend: LegendData }) {
  const { t, text } = useTexts();
  if (legend.classes.length === 0) return null;
  const unit = legend.unit === undefined ? '' : ` (${text(legend.unit)})`;
  return (
    <figure class="legend">
      <figcaption>{legend.title === undefined ? t('ui.legend') : text(legend.title) + unit}</figcaption>
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

import { legendOf } from '../../../../tiles/style/legend.ts';
import { useApp } from '../../app/context.ts';
import type { Candidate } from '../../map/pick.ts';
import { Swatch } from '../../ui/Swatch.tsx';

/** What lies over each other at one point, topmost first. */
export function CandidateList({ candidates }: { candidates: readonly Candidate[] }) {
  const {
    layersById,
    theme,
    ui,
    actions,
    i18n: { t, text },
  } = useApp();
  const cut = ui.candidatesCut.value;
  return (
    <div class="candidates">
      <h2>{t('details.several', { n: cut?.of === candidates ? cut.total : candidates.length })}</h2>
      {cut?.of === candidates && <p class="quiet">{t('cluster.cut', { n: candidates.length })}</p>}
      <ul class="hit-list">
        {candidates.map(({ layer: layerId, id, name }) => {
          const layer = layersById.value.get(layerId);
          if (layer === undefined) return null;
          return (
            <li key={`${layerId}/${id}`}>
              <button type="button" class="hit hit-marked" onClick={() => actions.select({ layer: layerId, id })}>
                <Swatch legend={legendOf(layer, theme.value)} />
                <span class="hit-name">{name === null ? id : text(name)}</span>
                <span class="hit-distance">{text(layer.title)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

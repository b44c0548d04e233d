import { useEffect, useRef } from 'preact/hooks';
import type { SearchHit } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import type { HitGroup } from '../../format/search.ts';

interface Props {
  groups: readonly HitGroup[];
  active: number;
  recent: boolean;
  choose: (hit: SearchHit) => void;
}

/** The results, grouped by layer. Stays in the page while empty, since the field points to it. */
export function SearchOptions({ groups, active, recent, choose }: Props) {
  const {
    layersById,
    i18n: { t, text },
  } = useApp();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, groups.length]);

  const titleOf = (layer: string): string => {
    const title = layersById.value.get(layer)?.title;
    return title === undefined ? layer : text(title);
  };
  return (
    <div
      id="search-list"
      ref={list}
      class="search-list"
      role="listbox"
      aria-label={t(recent ? 'search.recent' : 'search.label')}
    >
      {recent && groups.length > 0 && (
        <p class="search-heading" role="presentation">
          {t('search.recent')}
        </p>
      )}
      {groups.map(({ layer, hits, first }) => (
        <div key={layer} role="group" aria-labelledby={`search-group-${layer}`}>
          <p id={`search-group-${layer}`} class="search-group" role="presentation">
            {titleOf(layer)}
          </p>
          {hits.map((hit, index) => (
            <div
              key={hit.id}
              id={`search-option-${first + index}`}
              class="search-option"
              role="option"
              aria-selected={first + index === active}
              onClick={() => choose(hit)}
            >
              <span class="search-name">{text(hit.name)}</span>
              <span class="search-context">{text(hit.context)}</span>
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

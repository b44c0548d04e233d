import { useRef, useState, useEffect } from 'preact/hooks';
import type { SearchHit } from '../../../../tiles/api/wire.ts';
import { useQuery } from '../../data/remote.ts';
import { useApp } from '../../app/context.ts';
import { groupHits, type HitGroup } from '../../format/search.ts';
import { openStorage } from '../../state/preferences.ts';
import { forgetRecent, readRecent, rememberHit } from '../../state/recent.ts';
import { RequestFailure } from '../../shell/RequestFailure.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useShortcuts, type SearchShortcut } from './shortcuts.ts';
import { IconButton } from '../../ui/IconButton.tsx';

const DEBOUNCE_MS = 150;

/** Search as a combobox with a list (WAI-ARIA 1.2): the focus stays in the field, arrow keys walk the results. */
export function SearchBox() {
  const {
    api,
    actions,
    i18n: { t },
  } = useApp();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const q = text.trim();
  const answer = useQuery(q === '' ? null : q, (signal) => api.search(q, signal), { debounceMs: DEBOUNCE_MS });
  const recent = q === '' && open ? readRecent(openStorage(window)) : [];
  const shortcuts = useShortcuts(q);
  const groups = groupHits(q === '' ? recent : (answer.value?.hits ?? []));
  const hits = groups.flatMap((group) => group.hits);
  const count = shortcuts.length + hits.length;
  const expanded = open && (count > 0 || q !== '');

  const close = (): void => {
    setOpen(false);
    input.current?.blur();
  };
  const take = (shortcut: SearchShortcut): void => {
    close();
    shortcut.run();
  };
  const choose = (hit: SearchHit): void => {
    rememberHit(openStorage(window), hit);
    close();
    actions.flyTo(hit);
    actions.select({ layer: hit.layer, id: hit.id });
  };
  const clear = (): void => {
    setText('');
    setActive(0);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moved = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const shortcut = shortcuts[active];
    const hit = hits[active - shortcuts.length];
    if (moved !== undefined && count > 0) {
      setOpen(true);
      setActive((active + moved + count) % count);
    } else if (event.key === 'Enter' && expanded && shortcut !== undefined) take(shortcut);
    else if (event.key === 'Enter' && expanded && hit !== undefined) choose(hit);
    else if (event.key === 'Escape' && (open || text !== '')) {
      if (!open) setText('');
      setOpen(false);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <search class="search">
      <span class="search-icon">
        <Icon name="search" />
      </span>
      <input
        id="search"
        ref={input}
        class="search-input"
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellcheck={false}
        role="combobox"
        aria-label={t('search.label')}
        placeholder={t('search.placeholder')}
        maxLength={100}
        aria-expanded={expanded}
        aria-controls="search-list"
        aria-autocomplete="list"
        aria-activedescendant={expanded && count > 0 ? `search-option-${active}` : undefined}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {text !== '' && <IconButton class="search-clear" icon="close" label={t('search.clear')} onClick={clear} />}
      {/* Pressing the mouse in the list must not take the focus from the field, or the list would close first. */}
      <div class="search-popup" hidden={!open} onMouseDown={(event) => event.preventDefault()}>
        <SearchOptions
          groups={groups}
          shortcuts={shortcuts}
          active={active}
          recent={q === ''}
          choose={choose}
          take={take}
        />
        {q === '' && hits.length === 0 && <p class="search-note">{t('search.hint')}</p>}
        {q === '' && hits.length > 0 && (
          <button
            type="button"
            class="button button-quiet"
            onClick={() => {
              forgetRecent(openStorage(window));
              setOpen(false);
            }}
          >
            {t('search.forgetRecent')}
          </button>
        )}
        {q !== '' && count === 0 && answer.loading && <p class="search-note">{t('search.loading')}</p>}
        {q !== '' && count === 0 && answer.value !== null && !answer.loading && (
          <p class="search-note">{t('search.none', { q })}</p>
        )}
        {answer.error !== null && <RequestFailure error={answer.error} retry={answer.retry} />}
      </div>
      <span class="visually-hidden" role="status">
        {q !== '' && open && !answer.loading && answer.value !== null ? t('search.results', { n: count }) : ''}
      </span>
    </search>
  );
}

interface Props {
  groups: readonly HitGroup[];
  /** Stand above the groups. */
  shortcuts: readonly SearchShortcut[];
  active: number;
  recent: boolean;
  choose: (hit: SearchHit) => void;
  take: (shortcut: SearchShortcut) => void;
}

/** The results, grouped by layer. Stays in the page while empty, since the field points to it. */
function SearchOptions({ groups, shortcuts, active, recent, choose, take }: Props) {
  const {
    layersById,
    i18n: { t, text },
  } = useApp();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, groups.length, shortcuts.length]);

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
      {shortcuts.map((shortcut, index) => (
        <div
          key={shortcut.id}
          id={`search-option-${index}`}
          class="search-option"
          role="option"
          aria-selected={index === active}
          onClick={() => take(shortcut)}
        >
          <span class="search-name">{shortcut.name}</span>
          <span class="search-context">{shortcut.context}</span>
        </div>
      ))}
      {groups.map(({ layer, hits, first }) => (
        <div key={layer} role="group" aria-labelledby={`search-group-${layer}`}>
          <p id={`search-group-${layer}`} class="search-group" role="presentation">
            {titleOf(layer)}
          </p>
          {hits.map((hit, index) => (
            <div
              key={hit.id}
              id={`search-option-${shortcuts.length + first + index}`}
              class="search-option"
              role="option"
              aria-selected={shortcuts.length + first + index === active}
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

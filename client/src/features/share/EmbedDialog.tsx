import { useState } from 'preact/hooks';
import { EMBED_DEFAULTS, LEGEND_CHOICES, THEME_CHOICES, type EmbedState } from '../../../../tiles/embed/address.ts';
import { embedLink } from '../../../../tiles/embed/snippets.ts';
import { useApp } from '../../app/context.ts';
import { LANGUAGES } from '../../i18n/keys.ts';
import { PageDialog } from '../../shell/PageDialog.tsx';
import { ActionButton } from '../../ui/ActionButton.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import {
  pageWith,
  pictureOf,
  snippetOf,
  SNIPPETS,
  stateOfMap,
  withLayers,
  type SnippetKind,
  type SnippetParts,
} from './embed-choice.ts';
import { qrCode } from './qr.ts';
import { QrFigure } from './QrFigure.tsx';
import './share.css';

const SIZE = { width: { min: 160, max: 4000 }, height: { min: 160, max: 2000, usual: 480 } } as const;
const LANGUAGE_NAMES = { zh: '中文', en: 'English' } as const;
/** In a select, for what is not chosen. */
const NONE = '';

/** Makes the code that shows this map in another page, and shows it as it will be. */
export default function EmbedDialog() {
  const app = useApp();
  const {
    config,
    layersById,
    theme,
    i18n: { t, text },
  } = app;
  const [initial] = useState(() => stateOfMap(app));
  const [state, setState] = useState<EmbedState>(initial);
  const [size, setSize] = useState<{ width: number | null; height: number }>({
    width: null,
    height: SIZE.height.usual,
  });
  const [kind, setKind] = useState<SnippetKind>('element');
  const base = location.origin + app.base;
  const change = (part: Partial<EmbedState>): void => setState({ ...state, ...part });
  const titles = (state.layers ?? []).map((id) => titleOf(id));
  const city = config.state.value.value === null ? '' : text(config.state.value.value.city);
  const title = [...titles, city].join(' · ');
  const lang = app.store.language.value;
  const parts = { base, title, size, theme: theme.value, lang };
  const code = snippetOf(kind, state, parts);

  function titleOf(id: string): string {
    const layer = layersById.value.get(id);
    return layer === undefined ? id : text(layer.title);
  }
  const toggle = (id: string, isOn: boolean): void =>
    setState(
      withLayers(
        state,
        (initial.layers ?? []).filter((each) => (each === id ? isOn : state.layers?.includes(each) === true)),
        initial.filters,
      ),
    );
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      app.actions.notify({ key: 'embed.copied' });
    } catch {
      app.actions.notify({ key: 'embed.copyFailed' });
    }
  };

  return (
    <PageDialog id="embed" title={t('embed.title')}>
      <fieldset class="embed-layers">
        <legend>{t('embed.layers')}</legend>
        {initial.layers?.length === 0 && <p class="quiet">{t('embed.none')}</p>}
        {initial.layers?.map((id) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={state.layers?.includes(id) === true}
              onChange={(event) => toggle(id, event.currentTarget.checked)}
            />
            {titleOf(id)}
          </label>
        ))}
      </fieldset>
      <h3>{t('embed.filters')}</h3>
      {Object.keys(state.filters).length === 0 && <p class="quiet">{t('embed.noFilters')}</p>}
      {Object.entries(state.filters).map(([id, filter]) => (
        <p key={id} class="code">
          {t('embed.filterOf', { layer: titleOf(id), filter })}
        </p>
      ))}
      <RadioGroup
        legend={t('embed.view')}
        name="embed-view"
        value={state.view === null ? 'city' : 'now'}
        options={[
          { value: 'now', label: t('embed.viewNow') },
          { value: 'city', label: t('embed.viewCity') },
        ]}
        onChange={(value) => change({ view: value === 'now' ? initial.view : null })}
      />
      <div class="embed-fields">
        <NumberField
          label={t('embed.width')}
          unit="px"
          {...SIZE.width}
          value={size.width}
          onChange={(width) => setSize({ ...size, width })}
          onClear={() => setSize({ ...size, width: null })}
        />
        <NumberField
          label={t('embed.height')}
          unit="px"
          min={SIZE.height.min}
          max={SIZE.height.max}
          value={size.height}
          onChange={(height) => setSize({ ...size, height })}
        />
        <SelectField
          title={t('embed.theme')}
          value={state.theme}
          options={THEME_CHOICES.map((value) => ({ value, label: t(`theme.${value}`) }))}
          onChange={(value) => change({ theme: THEME_CHOICES.find((each) => each === value) ?? EMBED_DEFAULTS.theme })}
        />
        <SelectField
          title={t('embed.language')}
          value={state.lang ?? NONE}
          options={[
            { value: NONE, label: t('embed.languagePage') },
            ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
          ]}
          onChange={(value) => change({ lang: LANGUAGES.find((each) => each === value) ?? null })}
        />
        <SelectField
          title={t('embed.legend')}
          value={state.legend ?? NONE}
          options={[
            { value: NONE, label: t('embed.legendRoom') },
            { value: 'open', label: t('embed.legendOpen') },
            { value: 'closed', label: t('embed.legendClosed') },
          ]}
          onChange={(value) => change({ legend: LEGEND_CHOICES.find((each) => each === value) ?? null })}
        />
      </div>
      <RadioGroup
        legend={t('embed.code')}
        name="embed-kind"
        value={kind}
        options={SNIPPETS.map((value) => ({ value, label: t(`embed.kind.${value}`) }))}
        onChange={setKind}
      />
      <p class="quiet">{t(`embed.about.${kind}`)}</p>
      <textarea
        class="field code embed-code"
        readOnly
        rows={4}
        value={code}
        aria-label={t('embed.code')}
        data-testid="embed-code"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="share-actions">
        <ActionButton icon="copy" primary onClick={() => void copy()}>
          {t('embed.copy')}
        </ActionButton>
        <a class="button" href={`${app.base}/docs/embed?lang=${lang}`}>
          {t('embed.docs')}
        </a>
      </div>
      {kind === 'link' && <QrFigure code={qrCode(code)} />}
      <h3>{t('embed.preview')}</h3>
      {kind === 'element' && <p class="quiet">{t('embed.previewElsewhere')}</p>}
      <Preview kind={kind} state={state} parts={parts} />
    </PageDialog>
  );
}

/**
 * The code as it will be seen. The element stands in a page without an origin, as far from this service as the pages of
 * others are; the frame stands in a page of this service.
 */
function Preview({ kind, state, parts }: { kind: SnippetKind; state: EmbedState; parts: SnippetParts }) {
  const { t } = useApp().i18n;
  const { base, title, size } = parts;
  if (kind === 'picture') return <img class="embed-preview" src={pictureOf(state, parts)} alt={title} />;
  const frame = {
    class: 'embed-preview',
    title: `${t('embed.preview')} · ${title}`,
    style: {
      height: `${String(size.height)}px`,
      ...(size.width === null ? {} : { width: `${String(size.width)}px` }),
    },
  };
  if (kind === 'element') return <iframe {...frame} sandbox="allow-scripts" srcdoc={pageWith(state, parts)} />;
  return <iframe {...frame} src={embedLink(base, state)} />;
}

import { useApp } from '../app/context.ts';
import { THEME_CHOICES } from '../state/types.ts';
import { RadioGroup } from '../ui/RadioGroup.tsx';

/** Looks of the base map that needs no other server. */
const OWN_LOOKS = ['offline', 'grey', 'dark'] as const;

/** Theme and base map. */
export function Appearance() {
  const {
    store,
    config,
    i18n: { t, text },
  } = useApp();
  const basemaps = config.state.value.value?.basemaps ?? [];
  return (
    <>
      <RadioGroup
        legend={t('tool.theme')}
        name="theme"
        value={store.theme.value}
        options={THEME_CHOICES.map((choice) => ({ value: choice, label: t(`theme.${choice}`) }))}
        onChange={(choice) => {
          store.theme.value = choice;
        }}
      />
      <RadioGroup
        legend={t('basemap.label')}
        name="basemap"
        value={store.basemap.value}
        options={[
          ...OWN_LOOKS.map((value) => ({ value, label: t(`basemap.${value}`) })),
          ...basemaps.map(({ id, title }) => ({ value: id, label: text(title) })),
        ]}
        onChange={(id) => {
          store.basemap.value = id;
        }}
      />
    </>
  );
}

/** Every widget in every state, in development alone: `npm run dev`, then /ui. `?lang=en`, `?theme=dark`. */
import { effect, signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import '../../styles/index.css';
import '../plan/plan.css';
import type { Text } from '../../../../tiles/layer/layer.ts';
import { PROVENANCES } from '../../../../tiles/layer/layer.ts';
import { LOCALES } from '../../../../tiles/i18n.ts';
import { en } from '../../i18n/en.ts';
import { addMessages, createI18n } from '../../i18n/i18n.ts';
import { LANGUAGES, type Language } from '../../i18n/keys.ts';
import { ActionButton } from '../../ui/ActionButton.tsx';
import { ChoiceField } from '../../ui/ChoiceField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { Figure } from '../../ui/Figure.tsx';
import { FlagsField, type Flag } from '../../ui/FlagsField.tsx';
import { Icon, ICON_NAMES } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { IntervalField } from '../../ui/IntervalField.tsx';
import { KeyTable } from '../../ui/KeyTable.tsx';
import { Legend } from '../../ui/Legend.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { ProvenanceBadge } from '../../ui/ProvenanceBadge.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Swatch } from '../../ui/Swatch.tsx';
import { TabList } from '../../ui/TabList.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { UiTextsContext, useTexts } from '../../ui/texts.ts';
import { FEW, FLAGS, LEGENDS, MANY, SAMPLES } from './samples.ts';
import './ui.css';

const params = new URLSearchParams(location.search);
addMessages({ en });
const language = signal<Language>(LANGUAGES.find((each) => each === params.get('lang')) ?? 'zh');
const theme = signal(params.get('theme') === 'dark' ? 'dark' : 'light');
const nothing = (): void => undefined;

function Page() {
  const { text } = useTexts();
  return (
    <main class="ui-page">
      <header>
        <h1>{text(SAMPLES.title)}</h1>
        <button
          type="button"
          class="button button-outline"
          lang={LOCALES[language.value === 'zh' ? 'en' : 'zh']}
          onClick={() => {
            language.value = language.value === 'zh' ? 'en' : 'zh';
          }}
        >
          {text(SAMPLES.language)}
        </button>
        <button
          type="button"
          class="button button-outline"
          onClick={() => {
            theme.value = theme.value === 'dark' ? 'light' : 'dark';
          }}
        >
          {text(SAMPLES.theme)}
        </button>
      </header>
      <Buttons />
      <Fields />
      <Marks />
      <Figures />
      <States />
      <Tabs />
      <Overlays />
      <Section title={SAMPLES.section.icons}>
        <ul class="ui-icons">
          {ICON_NAMES.map((name) => (
            <li key={name}>
              <Icon name={name} /> <code>{name}</code>
            </li>
          ))}
        </ul>
      </Section>
    </main>
  );
}

function Section({ title, children }: { title: Text; children: ComponentChildren }) {
  const { text } = useTexts();
  return (
    <section>
      <h2>{text(title)}</h2>
      {children}
    </section>
  );
}

function Buttons() {
  const { text } = useTexts();
  return (
    <Section title={SAMPLES.section.buttons}>
      <div class="ui-row">
        <IconButton icon="search" label={text(SAMPLES.search)} />
        <IconButton icon="search" label={text(SAMPLES.search)} disabled />
        <IconButton icon="pointer" label={text(SAMPLES.pressed)} aria-pressed />
        <IconButton icon="share" label={text(SAMPLES.share)}>
          {text(SAMPLES.share)}
        </IconButton>
        <IconButton class="button-outline" icon="print" label={text(SAMPLES.print)}>
          {text(SAMPLES.print)}
        </IconButton>
        <IconButton class="button-quiet" icon="back" label={text(SAMPLES.print)}>
          {text(SAMPLES.print)}
        </IconButton>
        <ActionButton icon="siting" primary>
          {text(SAMPLES.start)}
        </ActionButton>
        <ActionButton icon="share">{text(SAMPLES.share)}</ActionButton>
        <ActionButton icon="close" disabled>
          {text(SAMPLES.unavailable)}
        </ActionButton>
      </div>
    </Section>
  );
}

function Fields() {
  const { text } = useTexts();
  const [few, setFew] = useState<readonly string[]>(['1']);
  const [many, setMany] = useState<readonly string[]>([]);
  const [flags, setFlags] = useState<readonly Flag[]>(FLAGS);
  const [name, setName] = useState('');
  const [sides, setSides] = useState({ from: '20', to: '' });
  const [days, setDays] = useState({ from: '2017-03-01', to: '2017-06-30' });
  const [shown, setShown] = useState<'points' | 'heat'>('points');
  const [people, setPeople] = useState(300);
  return (
    <Section title={SAMPLES.section.fields}>
      <ChoiceField title={text(SAMPLES.grade)} options={FEW} chosen={few} onChange={setFew} />
      <ChoiceField title={text(SAMPLES.district)} options={MANY} chosen={many} onChange={setMany} />
      <FlagsField
        title={text(SAMPLES.needs)}
        flags={flags}
        onChange={(id, on) =>
          setFlags(flags.map((flag) => (flag.id === id ? { ...flag, wanted: on ? 'with' : undefined } : flag)))
        }
      />
      <TextField title={text(SAMPLES.name)} note={text(SAMPLES.contains)} value={name} onChange={setName} />
      <IntervalField
        title={text(SAMPLES.spaces)}
        unit={text(SAMPLES.unit)}
        type="number"
        {...sides}
        onChange={(from, to) => setSides({ from, to })}
      />
      <IntervalField
        title={text(SAMPLES.opened)}
        type="date"
        {...days}
        onChange={(from, to) => setDays({ from, to })}
      />
      <RadioGroup
        legend={text(SAMPLES.nearest)}
        name="shown"
        value={shown}
        options={[
          { value: 'points', label: text(SAMPLES.points) },
          { value: 'heat', label: text(SAMPLES.heat) },
        ]}
        onChange={setShown}
      />
      <NumberField label={text(SAMPLES.people)} value={people} min={1} max={5000} onChange={setPeople} />
    </Section>
  );
}

function Marks() {
  return (
    <Section title={SAMPLES.section.marks}>
      <div class="ui-row">
        {LEGENDS.map((legend, index) => (
          <Swatch key={index} legend={legend} />
        ))}
        {PROVENANCES.map((kind) => (
          <ProvenanceBadge key={kind} kind={kind} />
        ))}
      </div>
      {LEGENDS.map((legend, index) => (
        <Legend key={index} legend={legend} />
      ))}
    </Section>
  );
}

function Figures() {
  const { text } = useTexts();
  const figure = {
    name: text(SAMPLES.covered),
    value: text(SAMPLES.coveredValue),
    info: text(SAMPLES.coveredInfo),
  };
  return (
    <Section title={SAMPLES.section.figures}>
      <dl class="tiles">
        <Figure {...figure} />
        <Figure {...figure} note={text(SAMPLES.coveredNote)} />
      </dl>
    </Section>
  );
}

function States() {
  const { text } = useTexts();
  return (
    <Section title={SAMPLES.section.states}>
      <Skeleton lines={3} label={text(SAMPLES.loading)} />
      <Failure message={text(SAMPLES.offline)} />
      <Failure message={text(SAMPLES.offline)} requestId="3f9c1a" retry={nothing} />
    </Section>
  );
}

const TABS = ['layers', 'cases', 'nearby'] as const;

function Tabs() {
  const { text } = useTexts();
  const [current, open] = useState<(typeof TABS)[number]>('layers');
  const titleOf = (id: (typeof TABS)[number]): string => text(SAMPLES.tab).replace('{n}', String(TABS.indexOf(id) + 1));
  return (
    <Section title={SAMPLES.section.tabs}>
      <TabList
        tabs={TABS.map((id) => ({ id, icon: id, title: titleOf(id) }))}
        current={current}
        label={text(SAMPLES.section.tabs)}
        open={open}
      >
        <p>{titleOf(current)}</p>
      </TabList>
    </Section>
  );
}

function Overlays() {
  const { text } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <Section title={SAMPLES.section.dialog}>
      <div class="ui-row">
        <ActionButton icon="info" onClick={() => setOpen(true)}>
          {text(SAMPLES.open)}
        </ActionButton>
        <Menu id="ui-menu" label={text(SAMPLES.more)}>
          {(run) => (
            <div class="menu-actions">
              <IconButton icon="print" label={text(SAMPLES.print)} onClick={run(nothing)}>
                {text(SAMPLES.print)}
              </IconButton>
            </div>
          )}
        </Menu>
      </div>
      <Dialog title={text(SAMPLES.keys)} open={open} onClose={() => setOpen(false)}>
        <p>{text(SAMPLES.dialogText)}</p>
        <KeyTable
          caption={text(SAMPLES.keys)}
          rows={[
            [['+', '−'], text(SAMPLES.zoom)],
            [['?'], text(SAMPLES.help)],
          ]}
        />
      </Dialog>
    </Section>
  );
}

effect(() => {
  document.documentElement.lang = LOCALES[language.value];
  document.documentElement.dataset['theme'] = theme.value;
});
const root = document.getElementById('app');
if (root === null) throw new Error('ui.html has no element with the id "app"');
render(
  <UiTextsContext.Provider value={createI18n(language)}>
    <Page />
  </UiTextsContext.Provider>,
  root,
);

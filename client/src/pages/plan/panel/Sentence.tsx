import { batch } from '@preact/signals';
import type { App } from '../../../app/types.ts';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { facilityChoices, chosenFacility, type FacilityChoice } from '../data/facility-choices.ts';
import { boundsOf } from '../data/selection.ts';
import { placeName, wayText } from '../format.ts';
import type { PlanSession } from '../session/session.ts';
import { MAX_MINUTES } from '../state/types.ts';
import { Answer } from './Answer.tsx';
import { GroupPicker, groupText, namesGroup } from './GroupPicker.tsx';
import { hasTime, TimeFields, TimePicker, timeWord, useTime } from './TimePicker.tsx';
import { wayAsked, WayPicker } from './WayPicker.tsx';

/** Minutes that are offered; the slider below takes any other. */
const USUAL_MINUTES: readonly number[] = [5, 10, 15, 20, 30, 45, MAX_MINUTES];
/** Stand for the pickers while the words around them are put together; no text has these characters. */
const SLOTS = {
  facility: '\uE000',
  mode: '\uE001',
  minutes: '\uE002',
  area: '\uE003',
  group: '\uE004',
  time: '\uE005',
} as const;

/**
 * The question as one sentence, whose words are the form, and its answer. On a small screen the answer comes first and
 * the form is folded into the sentence, so that there is room for the figures.
 */
export function Sentence({ wide }: { readonly wide: boolean }) {
  const app = useApp();
  const { t, number } = app.i18n;
  const session = usePlan();
  const { value, error } = session.catalogue.state.value;
  // The sentence keeps its place until it is known what can be asked.
  if (session.asked.value === null && (value !== null || error !== null)) return null;
  const { question, area } = session.state.value;
  return (
    <section class="plan-ask" aria-label={t('plan.sentence.label')} data-testid="sentence">
      {wide ? (
        <>
          <Form />
          <Answer />
        </>
      ) : (
        <>
          <Answer />
          <details class="plan-more plan-fold" data-testid="ask-fold">
            <summary>
              {sentence(app, session, {
                facility: facilityName(app, session),
                group: groupText(app, question.group),
                mode: wayText(app, session, wayAsked(session)),
                minutes: number(session.minutes.value),
                time: timeWord(app, session),
                area: area === null ? t('plan.wholeCity') : placeName(app, area),
              })}
            </summary>
            <Form />
          </details>
        </>
      )}
    </section>
  );
}

/** Whom it is about and when they set out are said where that can be chosen. */
function sentence(app: App, session: PlanSession, words: Readonly<Record<keyof typeof SLOTS, string>>): string {
  const { t } = app.i18n;
  return t('plan.sentence', {
    ...words,
    group: namesGroup(session) ? t('plan.sentence.group', { group: words.group }) : '',
    time: hasTime(session) ? t('plan.sentence.time', { time: words.time }) : '',
  });
}

const SLOT = /([\uE000-\uE005])/;

function Form() {
  const time = useTime();
  const parts = sentence(useApp(), usePlan(), SLOTS).split(SLOT);
  const picker = (slot: string | undefined) => {
    switch (slot) {
      case SLOTS.facility:
        return <FacilityPicker />;
      case SLOTS.mode:
        return <WayPicker />;
      case SLOTS.minutes:
        return <MinutesPicker />;
      case SLOTS.group:
        return <GroupPicker />;
      case SLOTS.time:
        return <TimePicker time={time} />;
      default:
        return <AreaPicker />;
    }
  };
  return (
    <>
      <p class="plan-sentence">
        {parts.map((part, k) => {
          // Slots stand between texts, the first of which is empty.
          const [stop = ''] = /^[\p{P} ]*/u.exec(parts[k + 1] ?? '') ?? [];
          if (SLOT.test(part))
            return (
              <span key={k} class="plan-slot">
                {picker(part)}
                {stop.trim()}
              </span>
            );
          const text = k === 0 ? part : part.replace(/^[\p{P} ]*/u, '');
          return text === '' ? null : <span key={k}>{text}</span>;
        })}
      </p>
      <TimeFields time={time} />
    </>
  );
}

interface Facilities {
  readonly choices: readonly FacilityChoice[];
  /** Null for a filter of the reader's own. */
  readonly chosen: FacilityChoice | null;
}

/** Null until they are known. */
function facilitiesOf({ store }: App, session: PlanSession): Facilities | null {
  const [known, asked] = [session.catalogue.state.value.value, session.asked.value];
  if (known === null || asked === null) return null;
  const choices = facilityChoices(known.layers, asked.layer);
  return { choices, chosen: chosenFacility(choices, asked.layer, store.filters.value[asked.layer]) };
}

function facilityName(app: App, session: PlanSession): string {
  const { t, text } = app.i18n;
  const facilities = facilitiesOf(app, session);
  if (facilities === null) return '…';
  const { choices, chosen } = facilities;
  if (chosen !== null) return text(chosen.title);
  const layer = session.asked.value?.layer ?? '';
  const own = choices.find((choice) => choice.layer === layer);
  return t('plan.sentence.filtered', { layer: own === undefined ? layer : text(own.title) });
}

function FacilityPicker() {
  const app = useApp();
  const {
    actions,
    i18n: { t, text },
  } = app;
  const session = usePlan();
  const facilities = facilitiesOf(app, session);
  if (facilities === null)
    return <select class="plan-word plan-facility" aria-label={t('plan.question.layer')} disabled />;
  const { choices, chosen } = facilities;
  const take = ({ layer, filters }: FacilityChoice): void => {
    batch(() => {
      actions.setFilters(layer, filters);
      session.update({ question: { ...session.state.peek().question, layer } });
    });
  };
  return (
    <select
      class="plan-word plan-facility"
      aria-label={t('plan.question.layer')}
      value={chosen?.id ?? ''}
      data-testid="ask-facility"
      onChange={(event) => {
        const choice = choices.find(({ id }) => id === event.currentTarget.value);
        if (choice !== undefined) take(choice);
      }}
    >
      {chosen === null && <option value="">{facilityName(app, session)}</option>}
      {choices.map(({ id, title }) => (
        <option key={id} value={id}>
          {text(title)}
        </option>
      ))}
    </select>
  );
}

function MinutesPicker() {
  const {
    i18n: { t, number },
  } = useApp();
  const session = usePlan();
  const minutes = session.minutes.value;
  const offered = USUAL_MINUTES.includes(minutes) ? USUAL_MINUTES : [...USUAL_MINUTES, minutes].sort((a, b) => a - b);
  return (
    <select
      class="plan-word"
      aria-label={t('plan.sentence.minutes')}
      value={String(minutes)}
      data-testid="ask-minutes"
      onChange={(event) => session.update({ minutes: Number(event.currentTarget.value) })}
    >
      {offered.map((each) => (
        <option key={each} value={String(each)}>
          {number(each)}
        </option>
      ))}
    </select>
  );
}

/** The whole city, or one of its districts, which the map then shows. */
function AreaPicker() {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const { area } = session.state.value;
  const districts = session.cells.value?.header.districts ?? [];
  const choose = (next: string | null): void => {
    session.update({ area: next });
    const [cells, own] = [session.cells.peek(), session.areaCells.peek()];
    const bounds = cells === null || own === null ? null : boundsOf(own, cells);
    if (bounds !== null) app.actions.fit(bounds);
  };
  return (
    <select
      class="plan-word plan-area"
      aria-label={t('plan.sentence.area')}
      value={area ?? ''}
      data-testid="ask-area"
      onChange={(event) => choose(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    >
      <option value="">{t('plan.wholeCity')}</option>
      {[...new Set([...(area === null ? [] : [area]), ...districts])].sort().map((code) => (
        <option key={code} value={code}>
          {placeName(app, code)}
        </option>
      ))}
    </select>
  );
}

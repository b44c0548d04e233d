import { batch } from '@preact/signals';
import { useApp } from '../../../app/context.ts';
import { MODES } from '../../../../../tiles/api/vocabulary.ts';
import { usePlan } from '../context.ts';
import { facilityChoices, chosenFacility, type FacilityChoice } from '../data/facility-choices.ts';
import { placeName } from '../format.ts';
import { MAX_MINUTES } from '../state/types.ts';
import { Answer } from './Answer.tsx';

/** Minutes that are offered; the slider below takes any other. */
const USUAL_MINUTES: readonly number[] = [5, 10, 15, 20, 30, 45, MAX_MINUTES];
/** Stand for the pickers while the words around them are put together; no text has these characters. */
const SLOTS = { facility: '\uE000', mode: '\uE001', minutes: '\uE002', area: '\uE003' } as const;

/** The question as one sentence, whose words are the form, and its answer. */
export function Sentence() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  if (session.asked.value === null) return null;
  const parts = t('plan.sentence', SLOTS).split(/([\uE000-\uE003])/);
  return (
    <section class="plan-ask" aria-label={t('plan.sentence.label')} data-testid="sentence">
      <p class="plan-sentence">
        {parts.map((part, k) => {
          switch (part) {
            case SLOTS.facility:
              return <FacilityPicker key={k} />;
            case SLOTS.mode:
              return <ModePicker key={k} />;
            case SLOTS.minutes:
              return <MinutesPicker key={k} />;
            case SLOTS.area:
              return <AreaPicker key={k} />;
            default:
              return part === '' ? null : <span key={k}>{part}</span>;
          }
        })}
      </p>
      <Answer />
    </section>
  );
}

function FacilityPicker() {
  const {
    actions,
    store,
    i18n: { t, text },
  } = useApp();
  const session = usePlan();
  const [known, asked] = [session.catalogue.state.value.value, session.asked.value];
  if (known === null || asked === null) return null;
  const choices = facilityChoices(known.layers, asked.layer);
  const chosen = chosenFacility(choices, asked.layer, store.filters.value[asked.layer]);
  const own = choices.find(({ layer }) => layer === asked.layer);
  const take = ({ layer, filters }: FacilityChoice): void => {
    batch(() => {
      actions.setFilters(layer, filters);
      session.update({ question: { ...session.state.peek().question, layer } });
    });
  };
  return (
    <select
      class="plan-word"
      aria-label={t('plan.question.layer')}
      value={chosen?.id ?? ''}
      data-testid="ask-facility"
      onChange={(event) => {
        const choice = choices.find(({ id }) => id === event.currentTarget.value);
        if (choice !== undefined) take(choice);
      }}
    >
      {chosen === null && (
        <option value="">
          {t('plan.sentence.filtered', { layer: own === undefined ? asked.layer : text(own.title) })}
        </option>
      )}
      {choices.map(({ id, title }) => (
        <option key={id} value={id}>
          {text(title)}
        </option>
      ))}
    </select>
  );
}

function ModePicker() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { question } = session.state.value;
  return (
    <select
      class="plan-word"
      aria-label={t('plan.question.mode')}
      value={question.mode}
      data-testid="ask-mode"
      onChange={(event) => {
        const mode = MODES.find((each) => each === event.currentTarget.value);
        if (mode !== undefined) session.update({ question: { ...question, mode, speedMps: null } });
      }}
    >
      {MODES.map((mode) => (
        <option key={mode} value={mode}>
          {t(`plan.modeOn.${mode}`)}
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

/** The whole city, or one of its districts, which is then selected as a row of the tables selects it. */
function AreaPicker() {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const [cells, selected] = [session.cells.value, session.selected.value];
  const districts = cells?.header.districts ?? [];
  const index = selected?.kind === 'group' && selected.by === 'district' ? selected.index : -1;
  return (
    <select
      class="plan-word"
      aria-label={t('plan.sentence.area')}
      value={String(index)}
      data-testid="ask-area"
      onChange={(event) => {
        const at = Number(event.currentTarget.value);
        session.selected.value = at < 0 ? null : { kind: 'group', by: 'district', index: at };
      }}
    >
      <option value="-1">{t('plan.wholeCity')}</option>
      {districts.map((code, at) => (
        <option key={code} value={String(at)}>
          {placeName(app, code)}
        </option>
      ))}
    </select>
  );
}

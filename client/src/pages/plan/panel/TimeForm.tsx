import { DEFAULT_TRANSIT } from '../../../../../tiles/api/vocabulary.ts';
import { DAY_MS } from '../../../../../tiles/day.ts';
import { useApp } from '../../../app/context.ts';
import type { App } from '../../../app/types.ts';
import { NumberField } from '../../../ui/NumberField.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import { usePlan } from '../context.ts';
import { MOST_WINDOW } from '../state/address.ts';
import { clockText, weekdayText } from '../when.ts';

/** The day and the time that the word of the sentence stands for. */
export default function TimeForm() {
  const travel = usePlan().asked.value?.travel;
  return travel?.mode === 'transit' ? <Ride /> : <Drive />;
}

/** A day of the timetables, the first departure, and how many there are from it on. */
function Ride() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const {
    date = '',
    depart = '',
    window: departures = DEFAULT_TRANSIT.window,
    transit,
  } = session.asked.value?.travel ?? {};
  const feeds = session.catalogue.state.value.value?.transits.find(({ id }) => id === transit)?.feeds ?? [];
  const days = feeds.flatMap(({ from, to }) => [from, to]).sort();
  return (
    <>
      <label class="filter-field">
        <span>{t('plan.when.date')}</span>
        <input
          class="field"
          type="date"
          value={date}
          min={days[0]}
          max={days.at(-1)}
          data-testid="ask-date"
          onChange={(event) => {
            // Empty while somebody types a day that does not exist.
            if (event.currentTarget.value !== '') session.ask({ date: event.currentTarget.value });
          }}
        />
      </label>
      <label class="filter-field">
        <span>{t('plan.when.from')}</span>
        <input
          class="field"
          type="time"
          value={depart}
          data-testid="ask-depart"
          onChange={(event) => {
            if (event.currentTarget.value !== '') session.ask({ depart: event.currentTarget.value.slice(0, 5) });
          }}
        />
      </label>
      <OutsideDays date={date} feeds={feeds} />
      <details class="plan-more">
        <summary>{departures === 1 ? t('plan.when.once') : t('plan.when.median', { n: departures })}</summary>
        <NumberField
          label={t('plan.when.departures')}
          min={1}
          max={MOST_WINDOW}
          value={departures}
          testId="ask-window"
          onChange={(next) => session.ask({ window: Math.round(next) })}
        />
        <p class="quiet">{t('plan.when.medianWhat')}</p>
      </details>
    </>
  );
}

interface Feed {
  readonly title: string;
  readonly from: string;
  readonly to: string;
}

/** Which timetables have no service on the day, by the days that they are for. */
function OutsideDays({ date, feeds }: { readonly date: string; readonly feeds: readonly Feed[] }) {
  const {
    i18n: { t, date: dateText },
  } = useApp();
  const outside = feeds.filter(({ from, to }) => date < from || date > to);
  return (
    <>
      {outside.map(({ title, from, to }) => (
        <p key={title} class="plan-warning" role="alert" data-testid="outside-days">
          {t('plan.when.outside', { title, from: dateText(from), to: dateText(to) })}
        </p>
      ))}
    </>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
const WEEK = 7;

/** The hour whose speeds are taken, and the day of the week that they are of. */
function Drive() {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const { date, depart } = session.asked.value?.travel ?? {};
  const hours = depart === undefined || HOURS.includes(depart) ? HOURS : [...HOURS, depart].sort();
  const days = weekFrom(app, new Date());
  // The day itself does not count, only which of the week it is.
  const weekday =
    date === undefined ? '' : (days.find((day) => weekdayText(app, day) === weekdayText(app, date)) ?? '');
  return (
    <>
      <SelectField
        title={t('plan.when.hour')}
        value={depart ?? ''}
        options={[
          { value: '', label: t('plan.when.any') },
          ...hours.map((hour) => ({ value: hour, label: clockText(hour) })),
        ]}
        onChange={(hour) => session.ask(hour === '' ? { depart: null, date: null } : { depart: hour })}
      />
      {depart !== undefined && (
        <SelectField
          title={t('plan.when.weekday')}
          value={weekday}
          options={[
            { value: '', label: t('plan.when.anyDay') },
            ...days.map((day) => ({ value: day, label: weekdayText(app, day) })),
          ]}
          onChange={(day) => session.ask({ date: day === '' ? null : day })}
        />
      )}
    </>
  );
}

/** The next seven days of the city, Monday first. */
function weekFrom({ i18n }: App, now: Date): string[] {
  const today = Date.parse(i18n.cityDay(now));
  return Array.from({ length: WEEK }, (_, k) => new Date(today + k * DAY_MS))
    .sort((a, b) => ((a.getUTCDay() + 6) % WEEK) - ((b.getUTCDay() + 6) % WEEK))
    .map((day) => day.toISOString().slice(0, 10));
}

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import { MODES } from '../../../../../tiles/api/vocabulary.ts';
import { useApp } from '../../../app/context.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';
import { ChipBox } from '../../../ui/ChoiceField.tsx';
import { InfoTip } from '../../../ui/InfoTip.tsx';
import { NumberField } from '../../../ui/NumberField.tsx';
import { RadioGroup } from '../../../ui/RadioGroup.tsx';
import { usePlan } from '../context.ts';
import { formatPeople, sourceText } from '../format.ts';
import {
  asKind,
  LINE_KINDS,
  modesOf,
  reversed,
  USUAL,
  vertices,
  withMode,
  type LineEdit,
  type ShutArea,
} from '../state/streets.ts';
import { isOfOthers, peopleInside, problemsOf, streetSize } from '../street-words.ts';
import { focusUndo } from './focus-undo.ts';
import { boxOf } from '../../../../../tiles/tile/bbox.ts';

/** A street that the scenario changes, or an area that it shuts: what it is, for whom, and what came of it. */
export default function StreetFacts({ id }: { readonly id: string }) {
  const app = useApp();
  const {
    actions,
    i18n: { t },
  } = app;
  const session = usePlan();
  const top = useRef<HTMLDivElement>(null);
  // It may have been drawn while the card was out of sight.
  useEffect(() => top.current?.closest('section')?.scrollIntoView({ block: 'nearest' }), [id]);
  const edit = session.streets.value.find((each) => each.id === id);
  if (edit === undefined) return null;
  const zoom = (): void => actions.fit(boxOf(vertices(edit).map(({ lon, lat }) => [lon, lat])));
  const remove = (): void => {
    session.removeStreet(id);
    focusUndo();
  };
  return (
    <div ref={top} class="plan-street" data-testid="street-card">
      {edit.kind === 'shut' ? <AreaFacts edit={edit} /> : <LineFacts edit={edit} />}
      <Problems edit={edit} />
      <div class="plan-actions">
        <ActionButton icon="target" onClick={zoom}>
          {t('plan.zoomTo')}
        </ActionButton>
        <ActionButton icon="trash" onClick={remove} data-testid="street-delete">
          {t('plan.street.delete')}
        </ActionButton>
      </div>
      <p class="quiet">{t('plan.street.dragHint')}</p>
    </div>
  );
}

/** What the service says of the edit, and whether it counts at all for who is asked about. */
function Problems({ edit }: { readonly edit: StreetEdit }) {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const error = session.active.error.value;
  const notes = [
    ...problemsOf(app, session.active.coverage.value?.header, edit),
    ...(error?.code.startsWith('street-edit-') === true && error.worded ? [error.message] : []),
    ...(isOfOthers(session.asked.value, edit) ? [t('plan.street.others')] : []),
  ];
  return (
    <>
      {notes.map((note) => (
        <p key={note} class="plan-warning" role="status" data-testid="street-note">
          {note}
        </p>
      ))}
    </>
  );
}

function AreaFacts({ edit }: { readonly edit: ShutArea }) {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const cells = session.cells.value;
  const people = useMemo(() => (cells === null ? null : peopleInside(edit, cells)), [cells, edit]);
  return (
    <dl class="facts">
      <dt>{t('plan.selected.area')}</dt>
      <dd>{streetSize(app, edit)}</dd>
      <dt>
        {t('plan.street.inside')}{' '}
        <InfoTip
          about={t('plan.street.inside')}
        >{`${t('plan.street.insideInfo')} ${sourceText(app, session)}`}</InfoTip>
      </dt>
      <dd data-testid="area-people">{people === null ? '—' : formatPeople(app, people)}</dd>
    </dl>
  );
}

function LineFacts({ edit }: { readonly edit: LineEdit }) {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const set = (next: LineEdit): void => session.editStreet(next);
  const [redrawn, redraw] = useState(0);
  const modes = modesOf(edit);
  return (
    <>
      <RadioGroup
        legend={t('plan.street.kind')}
        name="plan-street-kind"
        value={edit.kind}
        options={LINE_KINDS.map((kind) => ({ value: kind, label: t(`plan.street.kind.${kind}`) }))}
        onChange={(kind) => set(asKind(edit, kind))}
      />
      <fieldset class="filter-field">
        <legend>{t('plan.street.modes')}</legend>
        <div class="chips">
          {MODES.map((mode) => (
            <ChipBox
              key={mode}
              label={t(`plan.street.mode.${mode}`)}
              checked={modes.includes(mode)}
              onChange={(on) => {
                const next = withMode(edit, mode, on);
                if (next !== null) set(next);
                // The last one cannot go: its box is drawn as it was.
                else redraw(redrawn + 1);
              }}
            />
          ))}
        </div>
      </fieldset>
      {edit.kind === 'speed' && (
        <NumberField
          label={t('plan.street.factor')}
          unit="%"
          value={Math.round(edit.factor * 100)}
          min={1}
          max={1000}
          testId="street-factor"
          onChange={(percent) => set({ ...edit, factor: Math.round(percent) / 100 })}
        />
      )}
      <dl class="facts">
        <dt>{t('plan.street.length')}</dt>
        <dd data-testid="street-length">{streetSize(app, edit)}</dd>
        {edit.kind === 'oneway' && (
          <>
            <dt>{t('plan.street.way')}</dt>
            <dd>{t('plan.street.wayHint')}</dd>
          </>
        )}
      </dl>
      {edit.kind === 'oneway' && <Reverse edit={edit} />}
      {edit.kind === 'add' && <NewStreet edit={edit} />}
    </>
  );
}

function Reverse({ edit }: { readonly edit: LineEdit }) {
  const { t } = useApp().i18n;
  const session = usePlan();
  return (
    <div class="plan-actions">
      <ActionButton icon="swap" onClick={() => session.editStreet(reversed(edit))} data-testid="street-reverse">
        {t('plan.street.reverse')}
      </ActionButton>
    </div>
  );
}

/** What has a usual value, folded. */
function NewStreet({ edit }: { readonly edit: Extract<LineEdit, { readonly kind: 'add' }> }) {
  const { t } = useApp().i18n;
  const session = usePlan();
  const { connect: _, oneWay: _way, ...plain } = edit;
  const drives = modesOf(edit).includes('drive');
  const rides = drives || modesOf(edit).includes('cycle');
  const connect = edit.connect ?? 'ends';
  return (
    <details class="plan-more">
      <summary>{t('plan.street.more')}</summary>
      <div class="plan-street">
        <RadioGroup
          legend={t('plan.street.connect')}
          name="plan-street-connect"
          value={connect}
          options={(['ends', 'crossings'] as const).map((each) => ({
            value: each,
            label: t(`plan.street.connect.${each}`),
          }))}
          onChange={(next) =>
            session.editStreet({
              ...plain,
              ...(edit.oneWay === true ? { oneWay: true } : {}),
              ...(next === 'crossings' ? { connect: next } : {}),
            })
          }
        />
        {drives && (
          <NumberField
            label={t('plan.street.kmh')}
            unit={t('plan.street.kmhUnit')}
            value={edit.driveKmh ?? USUAL.driveKmh}
            min={1}
            max={150}
            testId="street-kmh"
            onChange={(driveKmh) => session.editStreet({ ...edit, driveKmh: Math.round(driveKmh) })}
          />
        )}
        {rides && (
          <label class="check-row">
            <input
              type="checkbox"
              class="check"
              checked={edit.oneWay === true}
              data-testid="street-oneway"
              onChange={(event) =>
                session.editStreet({
                  ...plain,
                  ...(edit.connect === undefined ? {} : { connect: edit.connect }),
                  ...(event.currentTarget.checked ? { oneWay: true } : {}),
                })
              }
            />
            <span>{t('plan.street.oneWayBox')}</span>
          </label>
        )}
        {edit.oneWay === true && <Reverse edit={edit} />}
        <NumberField
          label={t('plan.street.join')}
          unit={t('plan.unit.metre')}
          value={edit.joinM ?? USUAL.joinM}
          min={0}
          max={300}
          onChange={(joinM) => session.editStreet({ ...edit, joinM: Math.round(joinM) })}
        />
      </div>
    </details>
  );
}

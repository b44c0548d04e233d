import { useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { formatCoordinates } from '../../../format/attribute.ts';
import { usePlan } from '../context.ts';
import { focusUndo } from './focus-undo.ts';
import { LazyPart } from '../../../shell/LazyPart.tsx';
import { withoutEditsOf, activeScenario, isFull, isUnchanged } from '../state/scenarios.ts';
import { MAX_SCENARIOS, type Changes } from '../state/types.ts';
import { changesText } from '../street-words.ts';
import { ActionButton } from '../../../ui/ActionButton.tsx';

/** The scenario's name and what it changes; more scenarios, copies, and deleting. All of it can be undone. */
export function ScenarioSection() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const { scenarios } = session.state.value;
  const scenario = activeScenario(scenarios);
  const full = isFull(scenarios);
  return (
    <section class="plan-section" data-testid="scenario-section">
      <h2>{t('plan.scenario')}</h2>
      {scenario === null ? (
        <p class="quiet">{t('plan.scenario.baseHint')}</p>
      ) : (
        <>
          <label class="filter-field">
            <span>{t('plan.scenario.name')}</span>
            <input
              class="field"
              type="text"
              maxLength={40}
              value={scenario.name}
              data-testid="scenario-name"
              onInput={(event) => session.rename(scenario.id, event.currentTarget.value)}
            />
          </label>
          <Edits changes={scenario} />
        </>
      )}
      <div class="plan-actions">
        <ActionButton icon="plus" disabled={full} onClick={() => session.add('')}>
          {t('plan.scenario.add')}
        </ActionButton>
        <ActionButton icon="copy" disabled={full} onClick={session.duplicate}>
          {t('plan.scenario.duplicate')}
        </ActionButton>
        {scenario !== null && (
          <ActionButton icon="trash" onClick={() => session.remove(scenario.id)}>
            {t('plan.scenario.delete')}
          </ActionButton>
        )}
      </div>
      {full && <p class="quiet">{t('plan.scenario.full', { n: MAX_SCENARIOS })}</p>}
    </section>
  );
}

const SHOWN = 8;
const streetRows = () => import('./StreetRows.tsx');

function Edits({ changes }: { changes: Changes }) {
  const app = useApp();
  const { t } = app.i18n;
  const { edits, streets } = changes;
  const session = usePlan();
  const [all, setAll] = useState(false);
  if (isUnchanged(changes)) return <p class="quiet">{t('plan.edits.none')}</p>;
  return (
    <>
      <p data-testid="edit-counts">{changesText(app, changes)}</p>
      {edits.length > 0 && (
        <ul class="plan-list">
          {(all ? edits : edits.slice(0, SHOWN)).map((edit) => (
            <li key={edit.id} class="plan-list-row">
              <button
                type="button"
                class="link"
                onClick={() => {
                  session.selected.value = { kind: 'facility', id: edit.id };
                }}
              >
                {t(`plan.edits.${edit.kind}`, { id: edit.id })}
              </button>
              <span class="quiet">{edit.kind === 'remove' ? '' : formatCoordinates(edit.lon, edit.lat)}</span>
              <IconButton
                icon="close"
                label={t('plan.edits.revert', { id: edit.id })}
                onClick={() => {
                  session.setEdits(withoutEditsOf(edits, edit.id));
                  focusUndo();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {edits.length > SHOWN && (
        <button type="button" class="button button-quiet" onClick={() => setAll(!all)}>
          {t(all ? 'plan.less' : 'plan.more', { n: edits.length - SHOWN })}
        </button>
      )}
      {streets.length > 0 && <LazyPart load={streetRows} lines={Math.min(streets.length, SHOWN)} />}
    </>
  );
}

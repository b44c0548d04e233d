import { useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { usePlan } from '../context.ts';
import { focusUndo } from './focus-undo.ts';
import { takesStreets } from '../session/question.ts';
import { isOfOthers, problemsOf, streetSize, streetTitle } from '../street-words.ts';

const SHOWN = 8;

/** The streets that the active scenario changes: each with what is wrong with it, and a way to take it back. */
export default function StreetRows() {
  const app = useApp();
  const { t } = app.i18n;
  const session = usePlan();
  const [all, setAll] = useState(false);
  const streets = session.streets.value;
  const asked = session.asked.value;
  const header = session.active.coverage.value?.header;
  if (streets.length === 0) return null;
  return (
    <>
      {asked !== null && !takesStreets(asked) && (
        <p class="plan-warning" role="status">
          {t('plan.street.straightIgnored')}
        </p>
      )}
      <ul class="plan-list" data-testid="street-rows">
        {(all ? streets : streets.slice(0, SHOWN)).map((edit) => {
          const title = streetTitle(app, edit);
          const notes = [
            ...problemsOf(app, header, edit),
            ...(isOfOthers(asked, edit) ? [t('plan.street.othersShort')] : []),
          ];
          return (
            <li key={edit.id} class="plan-list-row" data-kind={edit.kind}>
              <span>
                <button
                  type="button"
                  class="link"
                  onClick={() => {
                    session.selected.value = { kind: 'street', id: edit.id };
                  }}
                >
                  {title}
                </button>
                {notes.map((note) => (
                  <span key={note} class="plan-row-note plan-row-warn">
                    {note}
                  </span>
                ))}
              </span>
              <span class="quiet">{streetSize(app, edit)}</span>
              <IconButton
                icon="close"
                label={t('plan.edits.revert', { id: title })}
                onClick={() => {
                  session.removeStreet(edit.id);
                  focusUndo();
                }}
              />
            </li>
          );
        })}
      </ul>
      {streets.length > SHOWN && (
        <button type="button" class="button button-quiet" onClick={() => setAll(!all)}>
          {t(all ? 'plan.less' : 'plan.more', { n: streets.length - SHOWN })}
        </button>
      )}
    </>
  );
}

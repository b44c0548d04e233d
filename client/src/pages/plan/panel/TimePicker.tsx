import { useId, useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import type { App } from '../../../app/types.ts';
import { PANEL_QUERY } from '../../../ui/media.ts';
import { LazyPart } from '../../../shell/LazyPart.tsx';
import { usePlan } from '../context.ts';
import type { PlanSession } from '../session/session.ts';
import { whenText } from '../when.ts';

const timeForm = () => import('./TimeForm.tsx');

/** Whether it counts when people set out: for public transport, and for cars where the streets have hours. */
export function hasTime({ asked, catalogue }: PlanSession): boolean {
  const { travel, network } = asked.value ?? {};
  if (travel === undefined) return false;
  if (travel.mode === 'transit') return true;
  const known = catalogue.state.value.value?.networks.find(({ id }) => id === network);
  return travel.mode === 'drive' && (known?.hours === true || travel.depart !== undefined);
}

/** As it stands in the sentence. */
export function timeWord(app: App, { asked }: PlanSession): string {
  return whenText(app, asked.value?.travel ?? {}) ?? app.i18n.t('plan.when.any');
}

/** Whether the fields are open, and what their button calls them. */
export interface TimeState {
  readonly id: string;
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
}

export function useTime(): TimeState {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return { id, isOpen, setOpen };
}

/** One word, which opens the fields that it is made of. */
export function TimePicker({ time: { id, isOpen, setOpen } }: { readonly time: TimeState }) {
  const app = useApp();
  const session = usePlan();
  const word = timeWord(app, session);
  return (
    <button
      type="button"
      class="plan-word plan-word-button"
      aria-expanded={isOpen}
      aria-controls={id}
      aria-label={app.i18n.t('plan.when.label', { when: word })}
      data-testid="ask-time"
      onClick={() => {
        setOpen(!isOpen);
        // Half a phone has no room for the fields too.
        if (!isOpen && !matchMedia(PANEL_QUERY).matches) app.ui.sheet.value = 'full';
      }}
    >
      {word}
    </button>
  );
}

/** Below the sentence, in its flow. Escape leads back to the word. */
export function TimeFields({ time: { id, isOpen, setOpen } }: { readonly time: TimeState }) {
  const isShown = isOpen && hasTime(usePlan());
  return (
    <div
      id={id}
      class="plan-time"
      hidden={!isShown}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setOpen(false);
        document.querySelector<HTMLElement>(`[aria-controls="${id}"]`)?.focus();
      }}
    >
      {isShown && <LazyPart load={timeForm} lines={2} />}
    </div>
  );
}

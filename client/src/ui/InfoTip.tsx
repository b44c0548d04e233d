import { useId, useState } from 'preact/hooks';
import { Icon } from './Icon.tsx';
import { useTexts } from './texts.ts';

/** What a figure means, assumes and comes from: behind a button that keys and fingers reach. */
export function InfoTip({ about, children }: { about: string; children: string }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <button
        type="button"
        class="info-button"
        aria-label={t('ui.about', { what: about })}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name="info" />
      </button>
      <span id={id} class="info-text" role="note" hidden={!open}>
        {children}
      </span>
    </>
  );
}

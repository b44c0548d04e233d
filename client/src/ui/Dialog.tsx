import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { IconButton } from './IconButton.tsx';
import { useTexts } from './texts.ts';

interface Props {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

/** A modal dialog. The browser keeps the focus inside and gives it back on closing. */
export function Dialog({ title, open, onClose, children }: Props) {
  const { t } = useTexts();
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = element.current;
    if (!open || dialog === null) return;
    dialog.showModal();
    // One that is taken away while it is open would keep the focus from whatever had it before.
    return () => dialog.close();
  }, [open]);

  const onBackdrop = (event: MouseEvent): void => {
    if (event.target === element.current) onClose();
  };
  return (
    <dialog ref={element} class="dialog" aria-labelledby={titleId} onClose={onClose} onClick={onBackdrop}>
      {open && (
        <div class="dialog-content">
          <header class="dialog-header">
            <h2 id={titleId}>{title}</h2>
            <IconButton icon="close" label={t('ui.close')} onClick={onClose} />
          </header>
          {/* Long text is scrolled with the keyboard too, so it can take the focus. */}
          <div class="dialog-body" tabIndex={0} role="group" aria-labelledby={titleId}>
            {children}
          </div>
        </div>
      )}
    </dialog>
  );
}

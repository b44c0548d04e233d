import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useApp } from '../app/context.ts';
import type { DialogId } from '../app/types.ts';
import { IconButton } from './IconButton.tsx';

/** A modal dialog. The browser keeps the focus inside and gives it back on closing. */
export function Dialog({ id, title, children }: { id: DialogId; title: string; children: ComponentChildren }) {
  const {
    ui,
    i18n: { t },
  } = useApp();
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const open = ui.dialog.value === id;

  useEffect(() => {
    if (open && element.current?.open === false) element.current.showModal();
    if (!open) element.current?.close();
  }, [open]);

  const close = (): void => {
    if (ui.dialog.peek() === id) ui.dialog.value = null;
  };
  const onBackdrop = (event: MouseEvent): void => {
    if (event.target === element.current) close();
  };

  return (
    <dialog ref={element} class="dialog" aria-labelledby={titleId} onClose={close} onClick={onBackdrop}>
      {open && (
        <div class="dialog-content">
          <header class="dialog-header">
            <h2 id={titleId}>{title}</h2>
            <IconButton icon="close" label={t('dialog.close')} onClick={close} />
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

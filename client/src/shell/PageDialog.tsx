import type { ComponentChildren } from 'preact';
import { useApp } from '../app/context.ts';
import type { DialogId } from '../app/types.ts';
import { Dialog } from '../ui/Dialog.tsx';

/** A dialog of the page: at most one of them is open. */
export function PageDialog({ id, title, children }: { id: DialogId; title: string; children: ComponentChildren }) {
  const { ui } = useApp();
  const close = (): void => {
    if (ui.dialog.peek() === id) ui.dialog.value = null;
  };
  return (
    <Dialog title={title} open={ui.dialog.value === id} onClose={close}>
      {children}
    </Dialog>
  );
}

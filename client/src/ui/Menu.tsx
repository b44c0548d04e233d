import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { IconButton } from './IconButton.tsx';

/** A disclosure. `children` gets a function that wraps a button's action, so that the menu closes when it runs. */
export function Menu({
  id,
  label,
  children,
}: {
  id: string;
  label: string;
  children: (run: (action: () => void) => () => void) => ComponentChildren;
}) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return undefined;
    const onPointer = (event: Event): void => {
      if (!(event.target instanceof Node) || root.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [open]);

  const close = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    event.stopPropagation();
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const run = (action: () => void) => () => {
    setOpen(false);
    action();
  };
  return (
    <div class="menu" ref={root} onKeyDown={close}>
      <IconButton icon="menu" label={label} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)} />
      <div id={id} class="menu-body" hidden={!open}>
        {children(run)}
      </div>
    </div>
  );
}

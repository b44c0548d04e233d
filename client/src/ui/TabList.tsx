import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon, type IconName } from './Icon.tsx';

interface Props<Tab extends string> {
  tabs: readonly { readonly id: Tab; readonly icon: IconName; readonly title: string }[];
  current: Tab;
  label: string;
  open: (tab: Tab) => void;
  /** Body of the current tab. */
  children: ComponentChildren;
}

/** Tabs after the WAI-ARIA pattern: one stop in the tab order, arrow keys between them. */
export function TabList<Tab extends string>({ tabs, current, label, open, children }: Props<Tab>) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextTab(
      tabs.map(({ id }) => id),
      current,
      event.key,
    );
    if (next === null) return;
    event.preventDefault();
    open(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
        {tabs.map(({ id, icon, title }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            class="tab"
            aria-selected={id === current}
            aria-controls="tab-body"
            tabIndex={id === current ? 0 : -1}
            onClick={() => open(id)}
          >
            <Icon name={icon} />
            {title}
          </button>
        ))}
      </div>
      <div id="tab-body" class="tab-body" role="tabpanel" aria-labelledby={`tab-${current}`} tabIndex={0}>
        {children}
      </div>
    </>
  );
}

function nextTab<Tab>(tabs: readonly Tab[], current: Tab, key: string): Tab | null {
  const index = tabs.indexOf(current);
  switch (key) {
    case 'ArrowRight':
      return tabs[(index + 1) % tabs.length] ?? null;
    case 'ArrowLeft':
      return tabs[(index + tabs.length - 1) % tabs.length] ?? null;
    case 'Home':
      return tabs[0] ?? null;
    case 'End':
      return tabs[tabs.length - 1] ?? null;
    default:
      return null;
  }
}

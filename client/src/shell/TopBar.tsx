import type { ComponentChildren } from 'preact';

/** Seal and title of the page, and what it has in its bar. */
export function TopBar({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <header class="topbar">
      <h1 class="brand">
        <span class="brand-seal" aria-hidden="true">
          {'城图'}
        </span>
        <span class="brand-name">{title}</span>
      </h1>
      {children}
    </header>
  );
}

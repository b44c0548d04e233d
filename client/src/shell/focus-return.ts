import { useEffect } from 'preact/hooks';

/** The focus goes to a part of the page when somebody opens it, and back to where it came from when it closes. */
export function useFocusReturn(root: { readonly current: HTMLElement | null }): void {
  useEffect(() => {
    const opener = document.activeElement;
    const opened = opener instanceof HTMLElement && opener !== document.body ? opener : null;
    // A link that opens with a selection moves nobody's focus.
    if (opened !== null) root.current?.focus({ preventScroll: true });
    const element = root.current;
    return () => {
      const inside = element?.contains(document.activeElement) === true || document.activeElement === document.body;
      const target = opened?.isConnected === true ? opened : document.querySelector<HTMLElement>('.maplibregl-canvas');
      if (inside) target?.focus({ preventScroll: true });
    };
  }, []);
}

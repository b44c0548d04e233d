/** Grey lines where a text will stand; `label` tells those who do not see them, and with `worded` everybody. */
export function Skeleton({ lines, label, worded = false }: { lines: number; label: string; worded?: boolean }) {
  return (
    <div class="skeleton" role="status">
      <span class={worded ? 'quiet' : 'visually-hidden'}>{label}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}

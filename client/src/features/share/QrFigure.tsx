import { useApp } from '../../app/context.ts';
import type { QrCode } from './qr.ts';

/** A link as a code, or why there is none. */
export function QrFigure({ code }: { readonly code: QrCode | null }) {
  const {
    i18n: { t },
  } = useApp();
  if (code === null) return <p class="quiet">{t('share.qrLong')}</p>;
  return (
    <figure class="share-code">
      <svg viewBox={`0 0 ${String(code.size)} ${String(code.size)}`} role="img" aria-label={t('share.qr')}>
        <path d={code.path} shape-rendering="crispEdges" />
      </svg>
      <figcaption class="quiet" aria-hidden="true">
        {t('share.qr')}
      </figcaption>
    </figure>
  );
}

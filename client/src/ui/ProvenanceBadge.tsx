import type { Provenance } from '../../../tiles/layer/layer.ts';
import { useApp } from '../app/context.ts';

export function ProvenanceBadge({ kind }: { kind: Provenance }) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <span class={`badge badge-${kind}`} title={t(`provenance.${kind}Sentence`)}>
      {t(`provenance.${kind}`)}
    </span>
  );
}

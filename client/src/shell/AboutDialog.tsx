import { PROVENANCES } from '../../../tiles/layer/layer.ts';
import { useApp } from '../app/context.ts';
import { PageDialog } from './PageDialog.tsx';
import { ProvenanceBadge } from '../ui/ProvenanceBadge.tsx';
import { provenanceShares } from '../format/provenance.ts';

/** A share below it would show as none at all. */
const FEW = 0.001;

/** What this is, how far its data can be trusted, and under which licences it stands. */
export default function AboutDialog() {
  const {
    base,
    config,
    catalogue,
    i18n: { t, number },
  } = useApp();
  const layers = catalogue.state.value.value?.layers ?? [];
  const shares = provenanceShares(layers);
  const version = config.state.value.value?.version;
  return (
    <PageDialog id="about" title={t('about.title')}>
      <p>{t('about.what')}</p>
      <h3>{t('about.honestyTitle')}</h3>
      <p>{t('about.honesty')}</p>
      <p class="quiet">{t('about.share')}</p>
      <dl class="provenance-list">
        {PROVENANCES.map((kind) => (
          <div key={kind}>
            <dt>
              <ProvenanceBadge kind={kind} />{' '}
              <span class="quiet">
                {number(shares[kind], { style: 'percent', maximumFractionDigits: shares[kind] < FEW ? 3 : 1 })}
              </span>
            </dt>
            <dd>{t(`provenance.${kind}Sentence`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('about.datum')}</p>
      <h3>{t('about.licenceTitle')}</h3>
      <p>
        {t('about.licence')}{' '}
        <a href={`${base}/third-party-licences.txt`} target="_blank" rel="noopener">
          {t('about.licenceTexts')}
        </a>
      </p>
      {version !== undefined && <p class="quiet">{t('about.version', { version })}</p>}
    </PageDialog>
  );
}

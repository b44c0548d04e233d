import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { downloadFile } from '../../app/download.ts';
import { fileName } from '../../format/file-name.ts';
import { PageDialog } from '../../shell/PageDialog.tsx';
import { canShare, copyLink, mapLink, shareLink } from '../../shell/share.ts';
import { ActionButton } from '../../ui/ActionButton.tsx';
import { mapPicture } from './picture.ts';
import { qrCode } from './qr.ts';
import { QrFigure } from './QrFigure.tsx';
import './share.css';

/** The map for others: its link, the link as a code, a picture, paper. */
export default function ShareDialog() {
  const app = useApp();
  const {
    ui,
    i18n,
    i18n: { t },
  } = app;
  const [state, setState] = useState<'idle' | 'making' | 'failed'>('idle');
  const link = mapLink(app);

  const savePicture = async (): Promise<void> => {
    setState('making');
    try {
      const made = new Date();
      const blob = await mapPicture(app, made);
      downloadFile({ name: fileName([i18n.cityDay(made)], 'png'), blob });
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  const print = (): void => {
    // On a sheet of its choice, which gives the map a true scale.
    ui.dialog.value = 'print';
  };

  return (
    <PageDialog id="share" title={t('share.title')}>
      <h3 id="share-link">{t('share.link')}</h3>
      <p class="quiet">{t('share.linkNote')}</p>
      <input
        class="field code"
        readOnly
        value={link}
        aria-labelledby="share-link"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div class="share-actions">
        <ActionButton icon="link" primary onClick={() => void copyLink(app, link)}>
          {t('share.copy')}
        </ActionButton>
        {canShare() && (
          <ActionButton icon="share" onClick={() => void shareLink(app, link)}>
            {t('share.send')}
          </ActionButton>
        )}
      </div>
      <QrFigure code={qrCode(link)} />
      <h3>{t('share.picture')}</h3>
      <p class="quiet">{t('share.pictureNote')}</p>
      <div class="share-actions">
        <ActionButton icon="download" disabled={state === 'making'} onClick={() => void savePicture()}>
          {t('share.savePicture')}
        </ActionButton>
        <ActionButton icon="print" onClick={print}>
          {t('share.print')}
        </ActionButton>
      </div>
      <h3>{t('embed.title')}</h3>
      <p class="quiet">{t('embed.note')}</p>
      <div class="share-actions">
        <ActionButton
          icon="copy"
          onClick={() => {
            ui.dialog.value = 'embed';
          }}
        >
          {t('embed.open')}
        </ActionButton>
      </div>
      {state === 'making' && (
        <p class="quiet" role="status">
          {t('share.making')}
        </p>
      )}
      {state === 'failed' && <p role="alert">{t('share.pictureFailed')}</p>}
    </PageDialog>
  );
}

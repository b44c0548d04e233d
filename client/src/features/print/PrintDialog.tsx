import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { addMessages } from '../../i18n/i18n.ts';
import { zhPrint } from '../../i18n/zh-print.ts';
import { PageDialog } from '../../shell/PageDialog.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { printMap } from './print-map.ts';
import { ORIENTATIONS, PAPERS, type Orientation, type Paper } from './sheet.ts';

// English comes whole, with the page's: part of it would pass for all of it.
addMessages({ zh: zhPrint });

/** Which sheet of paper the map is printed on. */
export default function PrintDialog() {
  const app = useApp();
  const {
    map,
    ui,
    i18n: { t },
  } = app;
  const [paper, setPaper] = useState<Paper>('A4');
  const [orientation, setOrientation] = useState<Orientation>('landscape');
  const print = (): void => {
    ui.dialog.value = null;
    void printMap(app, { paper, orientation });
  };
  return (
    <PageDialog id="print" title={t('print.title')}>
      <RadioGroup
        legend={t('print.paper')}
        name="paper"
        value={paper}
        options={PAPERS.map((value) => ({ value, label: value }))}
        onChange={setPaper}
      />
      <RadioGroup
        legend={t('print.orientation')}
        name="orientation"
        value={orientation}
        options={ORIENTATIONS.map((value) => ({ value, label: t(`print.${value}`) }))}
        onChange={setOrientation}
      />
      <p class="quiet">{t('print.hint')}</p>
      <button type="button" class="button button-primary" disabled={map.value === null} onClick={print}>
        {t('print.start')}
      </button>
    </PageDialog>
  );
}

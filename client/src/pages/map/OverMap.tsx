import { useEffect } from 'preact/hooks';
import { MapKey } from '../../features/key/MapKey.tsx';
import { AreaCard, MapTip } from '../../features/key/MapTip.tsx';
import { MeasureCard } from '../../features/measure/MeasureCard.tsx';
import { PrintFoot } from '../../features/print/PrintFoot.tsx';
import { EmptyView } from '../../shell/EmptyView.tsx';

/** What lies over the map once that has drawn: legend, tips, what is measured, the foot of a print. */
export default function OverMap() {
  // A click on the map asks for these next. Where they do not come now, they are asked for again then.
  useEffect(() => {
    import('../../features/details/Details.tsx').catch(() => undefined);
  }, []);
  return (
    <>
      <EmptyView />
      <MapKey />
      <AreaCard />
      <MapTip />
      <MeasureCard />
      <PrintFoot />
    </>
  );
}

import { useState } from 'preact/hooks';
import { useApp } from '../../app/context.ts';

/** The city as a picture in the map's place until that has drawn. It shows the view that the map begins with. */
export function StillMap() {
  const { base, map, store } = useApp();
  const [shows] = useState(() => store.view.peek() === null && store.figure.peek() === null);
  const [failed, setFailed] = useState(false);
  if (!shows || failed || map.value !== null) return null;
  return (
    <img
      class="map-still"
      src={`${base}/overview/picture.svg`}
      alt=""
      {...{ fetchpriority: 'high' }}
      onError={() => setFailed(true)}
    />
  );
}

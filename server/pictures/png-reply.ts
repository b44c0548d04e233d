import type { Principal } from '../platform/auth/principal.ts';
import { holds } from '../platform/http/content.ts';
import { Reply } from '../platform/http/respond.ts';
import type { Pictures, PreparedPicture } from './pictures.ts';

/**
 * A picture, drawn only where the client does not hold it: its tag says what it is drawn from, not how its bytes came
 * out.
 *
 * @param index of the part that is sent, where it is cut
 */
export function pngReply(
  pictures: Pictures,
  prepared: PreparedPicture,
  {
    principal,
    signal,
    index = 0,
  }: { readonly principal: Principal; readonly signal: AbortSignal; readonly index?: number },
): Reply {
  return new Reply(async (req, res, { cacheControl, vary }) => {
    const etag = `"${prepared.key}${index === 0 ? '' : `-${String(index)}`}"`;
    res.set({ 'Cache-Control': cacheControl, ETag: etag });
    if (vary.length > 0) res.vary(vary.join(', '));
    if (holds(req.headers['if-none-match'], etag)) {
      res.status(304).end();
      return;
    }
    const drawn = await pictures.draw(prepared, { principal, signal });
    const png = drawn[index];
    if (png === undefined) throw new Error(`The picture has no part ${String(index)}.`);
    res.set({ 'Content-Type': 'image/png', 'Content-Length': String(png.length) });
    res.end(req.method === 'HEAD' ? undefined : png);
  });
}

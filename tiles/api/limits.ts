/** Address and headers of a request together: the border of a real district, as a filter, is some 55 KB. */
export const MAX_REQUEST_KB = 64;
/** What a link may have of it, in bytes: browsers send some 1 KB of headers, proxies more. */
export const MAX_LINK_BYTES = 60 * 1024;
/** Layers that one request for a tile may name: a bound on its work. */
export const MAX_TILE_LAYERS = 40;

/**
 * Pictures on cards: drawn as SVG, shown as PNG in a data URI, which Teams, Web Chat and the Emulator all show
 * (none of them shows SVG everywhere). No words in a picture: these stand beside it, in the user's language, and
 * the same facts are its alternative text.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { LRUCache } from 'lru-cache';

await initWasm(readFileSync(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));

/** Colours that can be told apart on a light and on a dark card; the background is transparent. */
export const INK = {
  strong: '#2b88d8',
  warm: '#ca7a0a',
  weak: '#8a8a8a',
  alarm: '#d13438',
  line: '#8a8a8a',
} as const;

/** Drawn at twice the size, for sharp screens. */
const ZOOM = 2;

/** Drawing takes longer than all else on a card, and a card is often shown again. */
const drawn = new LRUCache<string, string>({ max: 500 });

/** What is drawn, as a PNG in a data URI. `svg`: the elements inside, in units of the width and height. */
export function pictureOf(svg: string, width: number, height: number): string {
  const whole = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${svg}</svg>`;
  const known = drawn.get(whole);
  if (known !== undefined) return known;
  const png = new Resvg(whole, { fitTo: { mode: 'zoom', value: ZOOM } }).render().asPng();
  const uri = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  drawn.set(whole, uri);
  return uri;
}

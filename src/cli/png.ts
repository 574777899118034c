/** SVG to PNG, with the fonts of this package and no others. Needs the optional package resvg. */
import type * as resvg from '@resvg/resvg-js';

/** Pixels for each of the SVG: sharp on the screens of today. */
const SCALE = 2;

export type ToPng = (svg: string) => Uint8Array;

/** Undefined where the package is missing, or not made for this machine. */
export async function pngWith(fontFiles: readonly string[]): Promise<ToPng | undefined> {
  const { Resvg } = (await import('@resvg/resvg-js').catch(() => ({}))) as Partial<typeof resvg>;
  if (Resvg === undefined) return undefined;
  const options: resvg.ResvgRenderOptions = {
    font: { loadSystemFonts: false, fontFiles: [...fontFiles], defaultFontFamily: 'DejaVu Sans' },
    fitTo: { mode: 'zoom', value: SCALE },
  };
  return (svg) => new Resvg(svg, options).render().asPng();
}

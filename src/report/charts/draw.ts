/**
 * A chart as SVG. The only file that runs Vega, which is loaded with the first chart. Equal specifications give equal bytes
 * on any machine: text is measured by the fonts that are handed in and by nothing else.
 */
import type { TopLevelSpec } from 'vega-lite';
import { widthsIn } from './advance-widths.ts';

/** The bytes of DejaVu Sans. */
export interface Fonts {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
}

/** What Vega measures: a text with its size and weight. */
interface TextItem {
  readonly text?: unknown;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}

/** What Vega's types leave out. */
interface Undocumented {
  readonly resetSVGDefIds: () => void;
  readonly textMetrics: {
    width: (item: TextItem, text?: unknown) => number;
    readonly canvas: (isUsed: boolean) => void;
  };
}

/** Draws a specification. One after the other: Vega numbers what it defines by the process. */
export type Draw = (spec: TopLevelSpec) => Promise<string>;

/** Loads Vega and makes it measure by these fonts, for the whole process. */
export async function drawing(fonts: Fonts): Promise<Draw> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const { textMetrics, resetSVGDefIds } = vega as unknown as Undocumented;
  // A `canvas` that some other package installed would be used without a word, and measure by the fonts of the machine.
  textMetrics.canvas(false);
  textMetrics.width = measured(fonts);
  return async (spec) => {
    const { spec: compiled } = compile(spec);
    const view = new vega.View(vega.parse(compiled), { renderer: 'none', loader: NO_LOADER });
    try {
      await view.runAsync();
      resetSVGDefIds();
      return await view.toSVG();
    } finally {
      view.finalize();
    }
  };
}

/** All data is in the specification. */
const refused = (): Promise<never> => Promise.reject(new Error('a chart loads nothing'));
const NO_LOADER = { load: refused, sanitize: refused, http: refused, file: refused };

function measured({ regular, bold }: Fonts): (item: TextItem, text?: unknown) => number {
  const widths = { regular: widthsIn(regular), bold: widthsIn(bold) };
  return (item, text) => {
    const size = item.fontSize ?? 11;
    const isBold = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600;
    return size * widths[isBold ? 'bold' : 'regular'](String(text ?? item.text ?? ''));
  };
}

/** Drawing: equal bytes, nothing from outside, text that is measured by the font it is drawn with. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { pngWith, type ToPng } from '../../src/cli/png.ts';
import { widthsIn } from '../../src/report/charts/advance-widths.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { drawing, type Draw } from '../../src/report/charts/draw.ts';
import { quiet } from '../support/charts.ts';

const file = (name: string): string => fileURLToPath(new URL(`../../assets/fonts/${name}`, import.meta.url));
const files = [file('DejaVuSans.ttf'), file('DejaVuSans-Bold.ttf')] as const;
const fonts = { regular: readFileSync(files[0]), bold: readFileSync(files[1]) };
const hostile = quiet(
  (result) => {
    result.warmUp = 60e6;
    result.outages = [{ kind: 'downstream', name: '"><image href="http://x/"/>&', from: 90e6, until: 120e6 }];
  },
  { sources: { q: { type: 'sqs', arrivals: [{ rate: '2/s' }] } } },
);
const all = charts(hostile);
let draw: Draw;
let toPng: ToPng | undefined;

beforeAll(async () => {
  draw = await drawing(fonts);
  toPng = await pngWith(files);
});

describe('widths of text', () => {
  // From the font’s own tables, in parts of 2,048: a 1255, i 569, W 2025, space 651; bold a 1382.
  it('are those of the font', () => {
    const width = widthsIn(fonts.regular);
    expect(width('a') * 2048).toBe(1255);
    expect(width('iW ') * 2048).toBeCloseTo(569 + 2025 + 651, 9);
    expect(widthsIn(fonts.bold)('a') * 2048).toBe(1382);
    expect(width('')).toBe(0);
  });

  it('are those of a box for letters the font does not have, one for each', () => {
    const width = widthsIn(fonts.regular);
    const box = width('注');
    expect(box).toBeGreaterThan(0);
    expect(width('注文')).toBeCloseTo(2 * box, 9);
    expect(width('\u{10ffff}')).toBe(box);
  });

  it('need a font', () => {
    expect(() => widthsIn(new Uint8Array(64))).toThrow(/no TrueType font|not a TrueType font/);
  });
});

describe('an SVG', () => {
  it('has the same bytes each time, whatever was drawn before', async () => {
    const first: string[] = [];
    for (const { spec } of all) first.push(await draw(spec));
    const again: string[] = [];
    for (const { spec } of all.toReversed()) again.unshift(await draw(spec));
    expect(again).toEqual(first);
  });

  it('names the font and needs nothing from outside', async () => {
    for (const { spec } of all) {
      const svg = await draw(spec);
      expect(svg).toContain('font-family="DejaVu Sans"');
      expect(svg).not.toMatch(/<(image|script|foreignObject|style|use)/);
      // What the texts say does no harm: only attributes refer to anything.
      const tags = svg.replaceAll(/>[^<]*</g, '><').replaceAll(/ xmlns(:xlink)?="[^"]*"/g, '');
      expect(/href=|:\/\/|url\((?!#)/.exec(tags)?.[0]).toBeUndefined();
    }
  });

  it('cuts no text off, and has room for all of it', async () => {
    const width = widthsIn(fonts.bold);
    for (const { spec } of all) {
      const svg = await draw(spec);
      expect(svg).not.toContain('undefined');
      const wide = Number(/width="(\d+)"/.exec(svg)![1]);
      const lines = (spec as unknown as { title: { text: string[] } }).title.text;
      for (const line of lines) expect(15 * width(line)).toBeLessThan(wide - 70);
    }
  });

  it('is as wide as the others, so that plots can stand above each other', async () => {
    const widths = new Set<string>();
    for (const { spec } of all) widths.add(/translate\((\d+),/.exec(await draw(spec))![1]!);
    expect(widths.size).toBe(1);
  });
});

describe('a PNG', () => {
  it('has the same bytes each time', async (context) => {
    if (toPng === undefined) return context.skip('@resvg/resvg-js is not installed');
    const svg = await draw(all[0]!.spec);
    const first = Buffer.from(toPng(svg));
    expect(first.subarray(1, 4).toString()).toBe('PNG');
    expect(Buffer.from(toPng(svg)).equals(first)).toBe(true);
  });

  it('has letters in it: the fonts are found', async (context) => {
    if (toPng === undefined) return context.skip('@resvg/resvg-js is not installed');
    const without = await pngWith([]);
    const svg = await draw(all[0]!.spec);
    expect(toPng(svg).length).toBeGreaterThan(1.2 * without!(svg).length);
  });
});

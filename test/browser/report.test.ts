/** `report.html` in a real browser: that it is drawn, fetches nothing, runs nothing foreign, and fits. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReport } from '../../src/cli/report-files.ts';
import type { Result } from '../../src/metrics/result.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { FULL, hostile, HOSTILE, resultOf } from '../support/reports.ts';
import { drawAll, isThere, launch, open, type Look, type Opened } from './browser.ts';

describe.skipIf(!isThere)('report.html in Chromium', () => {
  let browser: Browser;
  let folder: string;
  const addresses: Record<'one' | 'two' | 'hostile', string> = { one: '', two: '', hostile: '' };
  /** Pages as they are when they have been opened and drawn, for tests that leave them so. */
  const seen = {} as Record<keyof typeof addresses, Opened>;
  let result: Result;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
    result = resultOf(FULL);
    const other = resultOf(FULL.replace('reservedConcurrency: 8', 'reservedConcurrency: 40'));
    const write = async (name: string, results: readonly Result[]) => {
      mkdirSync(join(folder, name));
      return pathToFileURL(await writeReport(join(folder, name), results, { withCharts: true })).href;
    };
    addresses.one = await write('one', [result]);
    addresses.two = await write('two', [result, other]);
    addresses.hostile = await write('hostile', [hostile(result), hostile(other)]);
    browser = await launch();
    for (const which of ['one', 'two', 'hostile'] as const) seen[which] = await opened(which);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const widthOf = 'document.documentElement.scrollWidth';
  const opened = async (which: keyof typeof addresses, look?: Look) => {
    const all = await open(browser, addresses[which], look);
    if (look?.hasScripts !== false) await drawAll(all.page);
    return all;
  };

  it.each(['one', 'two', 'hostile'] as const)('%s: says nothing on the console and asks for nothing', async (which) => {
    const { page, said, asked } = seen[which];
    await page.mouse.move(600, 450);
    expect([said, asked]).toEqual([[], []]);
  });

  it('draws every chart, with lines or fields in it', async () => {
    const { page } = seen.one;
    const drawn = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.plot')].map((plot) => plot.querySelectorAll('svg .mark-line path[d], svg .mark-area path[d], svg .mark-rect path[d]').length)`,
    );
    expect(drawn).toHaveLength(charts(result).length);
    expect(Math.min(...drawn)).toBeGreaterThan(0);
  });

  /** Whether all plots begin and end at the same places. */
  async function expectOneAxis(page: Page, width: number): Promise<void> {
    const ends = await page.evaluate<string[]>(
      `[...document.querySelectorAll('[data-axis=time] .plot svg .role-axis-domain line')].map((line) => {
          const { left, right } = line.getBoundingClientRect();
          return Math.round(left) + ' ' + Math.round(right);
        })`,
    );
    expect(ends.length).toBeGreaterThan(14);
    expect(new Set(ends).size).toBe(1);
    expect(Number(ends[0]!.split(' ')[1])).toBeLessThan(width);
  }

  it('has all plots on one axis of time', () => expectOneAxis(seen.two.page, 1200));

  it('shows the instant under the pointer in all charts, with the values there', async () => {
    const { page } = seen.one;
    const plot = page.locator('.plot').first();
    await plot.scrollIntoViewIfNeeded();
    const { x, y, width } = (await plot.boundingBox())!;
    await page.mouse.move(x + width / 2, y + 100);
    const read = await page.evaluate<string[]>(
      `[...document.querySelectorAll('[data-axis=time] .readout')].map(({ textContent }) => textContent)`,
    );
    expect(read[0]).toMatch(/^at \d min.*slowest .*p99 .*p50 \d/);
    expect(new Set(read.map((text) => /^at [\d a-z]+? (?=[a-z])/.exec(text)?.[0])).size).toBeLessThanOrEqual(2);
    expect(read.filter((text) => text === '')).toEqual([]);
    const cursors = await page.evaluate<number[]>(
      `[...document.querySelectorAll('[data-axis=time] .cursor')].map((line) => Math.round(line.getBoundingClientRect().left))`,
    );
    expect(new Set(cursors).size).toBe(1);
    await page.mouse.move(5, 5);
    expect(await page.locator('.cursor:visible').count()).toBe(0);
  });

  it('has the ribbon on the same axis of time, and its cross-hair at the same place', async () => {
    const { page } = seen.one;
    const plot = page.locator('[data-axis=time] .plot').first();
    await plot.scrollIntoViewIfNeeded();
    const { x, y, width } = (await plot.boundingBox())!;
    await page.mouse.move(x + width / 2, y + 100);
    const { cursors, ends } = await page.evaluate<{ cursors: number[]; ends: number[][] }>(`(() => {
      const roundOf = (value) => Math.round(value);
      const axis = document.querySelector('[data-axis=time] .plot svg .role-axis-domain line').getBoundingClientRect();
      const tracks = [...document.querySelectorAll('.track')].map((track) => track.getBoundingClientRect());
      return {
        cursors: [...document.querySelectorAll('.cursor:not([hidden])')].map((line) => roundOf(line.getBoundingClientRect().left)),
        ends: [axis, ...tracks].map(({ left, right }) => [roundOf(left), roundOf(right)]),
      };
    })()`);
    expect(ends.length).toBeGreaterThan(2);
    const [axis, ...tracks] = ends;
    for (const track of tracks) for (const i of [0, 1]) expect(Math.abs(track[i]! - axis![i]!)).toBeLessThanOrEqual(1);
    expect(Math.max(...cursors) - Math.min(...cursors)).toBeLessThanOrEqual(1);
    const said = await page.locator('.strip .readout').allTextContents();
    expect(said.every((text) => /^at \d.*: (none|[a-z].* of .*)$/i.test(text))).toBe(true);
    await page.mouse.move(5, 5);
  });

  it('is read with keys alone: the cross-hair moves in all charts, and what is read there is said', async () => {
    const { page, said } = await opened('one');
    const plot = page.locator('[data-axis=time] .plot').nth(1);
    await plot.focus();
    expect(await plot.getAttribute('role')).toBe('slider');
    expect(await plot.getAttribute('aria-label')).not.toBe('');
    expect(await plot.getAttribute('aria-valuetext')).toBe('no instant chosen');
    for (const key of ['ArrowRight', 'Shift+ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    const text = await plot.getAttribute('aria-valuetext');
    expect(text).toMatch(/^at \d+.*: [a-z].* \d/);
    const read = await page.locator('[data-axis=time] .readout, .strip .readout').allTextContents();
    const at = /^at [^:]*/.exec(text!)![0];
    expect(read.length).toBeGreaterThan(10);
    expect(read.filter((one) => !one.startsWith(at))).toEqual([]);
    await page.keyboard.press('+');
    await page.waitForTimeout(300);
    expect(await page.locator('#whole').getAttribute('aria-disabled')).toBe('false');
    expect(await plot.getAttribute('aria-valuetext')).toBe(text);
    await page.keyboard.press('Escape');
    expect(await page.locator('#whole').getAttribute('aria-disabled')).toBe('true');
    expect(await plot.getAttribute('aria-valuetext')).toBe('no instant chosen');
    expect(await page.locator('.cursor:visible').count()).toBe(0);
    expect(said).toEqual([]);
    await page.close();
  });

  it('looks closer where one drags, in all charts, and shows the whole run again', async () => {
    const { page, said } = seen.one;
    const labels = () =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll('[data-axis=time] .plot')].map((plot) => [...plot.querySelectorAll('.role-axis-label text')].map((text) => text.textContent).filter((text) => /^(0|.* (s|min))$/.test(text)).sort().join())`,
      );
    const before = await labels();
    const plot = page.locator('.plot').nth(1);
    await plot.scrollIntoViewIfNeeded();
    const { x, y, width } = (await plot.boundingBox())!;
    await page.mouse.move(x + width * 0.4, y + 80);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.5, y + 90, { steps: 5 });
    await page.mouse.up();
    await page.waitForTimeout(300);
    const closer = await labels();
    expect(closer.every((text, i) => text !== before[i])).toBe(true);
    await page.locator('#whole').click();
    await page.waitForTimeout(300);
    expect(await labels()).toEqual(before);
    expect(said).toEqual([]);
  });

  it('runs no script but its own', async () => {
    const { page, said } = await opened('one');
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'window.injected = 1';
      document.body.append(script);
      document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.injected = 2">');
    }`);
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.injected')).toBeUndefined();
    expect(said.filter((text) => /Content Security Policy/.test(text)).length).toBeGreaterThanOrEqual(2);
    // What is evaluated from here is exempt; what the page itself evaluates later is not.
    await page.evaluate(`void setTimeout('window.injected = 3')`);
    await page.waitForTimeout(100);
    expect(await page.evaluate('window.injected')).toBeUndefined();
    expect(said.some((text) => /unsafe-eval/.test(text))).toBe(true);
    await page.close();
  });

  it('lets hostile names do nothing, and shows them', async () => {
    const { page, said } = seen.hostile;
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await page.evaluate('window.hit')).toBeUndefined();
    expect(said).toEqual([]);
    const text = await page.evaluate<string>('document.body.textContent');
    expect(HOSTILE.filter((name) => !text.includes(name))).toEqual([]);
    expect(await page.evaluate(`document.querySelectorAll('script').length`)).toBe(2);
    expect(
      await page.evaluate(
        `document.querySelectorAll('[onmouseover], [onerror], [onfocus], img, b:not(.readout b)').length`,
      ),
    ).toBe(0);
  });

  it.each([
    [360, 'one'],
    [360, 'two'],
    [360, 'hostile'],
    [1600, 'two'],
  ] as const)('fits %i pixels: %s', async (width, which) => {
    const { page } = await opened(which, { width });
    expect(await page.evaluate(widthOf)).toBeLessThanOrEqual(width);
    const wide = await page.evaluate<number>(
      `Math.max(...[...document.querySelectorAll('.plot svg')].map((svg) => svg.getBoundingClientRect().right))`,
    );
    expect(wide).toBeLessThanOrEqual(width);
    if (which === 'two') await expectOneAxis(page, width);
    await page.close();
  });

  it('follows the window and the scheme while it is open', async () => {
    const { page } = await opened('one', { width: 1200 });
    const line = () =>
      page.evaluate<{ width: number; stroke: string; ground: string; ink: string }>(`(() => {
        const path = document.querySelector('.plot .mark-line path');
        const body = getComputedStyle(document.body);
        return { width: document.querySelector('.plot svg').getBoundingClientRect().width, stroke: getComputedStyle(path).stroke, ground: body.backgroundColor, ink: body.color };
      })()`);
    const light = await line();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 600, height: 800 });
    await page.waitForTimeout(400);
    const dark = await line();
    for (const key of ['stroke', 'ground', 'ink'] as const) expect([key, dark[key]]).not.toEqual([key, light[key]]);
    expect(dark.width).toBeLessThan(600);
    expect(light.width).toBeGreaterThan(800);
    await page.close();
  });

  it('is readable in both schemes: text has a contrast of 4.5 to its ground', async () => {
    const { page } = seen.two;
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(FAINT_TEXTS)).toEqual([]);
    }
  });

  it('says all but the charts where scripts do not run', async () => {
    const { page } = await opened('one', { hasScripts: false });
    const text = await page.locator('body').innerText();
    expect(text).toContain('The charts are drawn by a script of this page');
    expect(text).toContain('1 of 2 missed');
    expect(await page.locator('.scripted:visible').count()).toBe(0);
    await page.close();
  });

  it('leaves the inputs that are asked for', async () => {
    const { page } = seen.one;
    const visible = () => page.locator('details.inputs tbody tr:visible').count();
    await page.locator('details.inputs summary').click();
    const all = await visible();
    await page.locator('#given').check();
    expect(await visible()).toBeLessThan(all);
    await page.locator('#given').uncheck();
    await page.locator('#filter').fill('timeout');
    const few = await visible();
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(all);
  });

  it('can be walked through without seeing it', async () => {
    const { page } = seen.one;
    const headings = await page.evaluate<number[]>(
      `[...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]))`,
    );
    expect(headings[0]).toBe(1);
    expect(headings.filter((level, i) => i > 0 && level > headings[i - 1]! + 1)).toEqual([]);
    const bare = `document.querySelectorAll('table:not(:has(caption)), th:not([scope]), [role=img]:not([aria-label])').length`;
    expect(await page.evaluate(bare)).toBe(0);
  });

  it('prints everything', async () => {
    const { page, said } = await open(browser, addresses.one);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.waitForTimeout(500);
    expect(await page.locator('.plot svg').count()).toBe(charts(result).length);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect((await page.pdf()).length).toBeGreaterThan(50_000);
    expect(said).toEqual([]);
    await page.close();
  });
});

/** Texts whose contrast to the ground of the page is below 4.5, by the formula of WCAG. */
const FAINT_TEXTS = `(() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).map((n) => n / 255).map((n) => (n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  const contrast = (colour) => {
    const [a, b] = [light(colour), ground].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const faint = new Set();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { parentElement: of } = node;
    // Not drawn: what the browser shows of it under the pointer is its own.
    if (of.localName === 'title') continue;
    if (node.textContent.trim() === '' || of.closest('script, noscript, button:disabled') !== null) continue;
    const style = getComputedStyle(of);
    const colour = of.closest('svg') === null ? style.color : style.fill;
    if (contrast(colour) < 4.5) faint.add(of.tagName + ' ' + of.className + ' ' + colour + ' ' + node.textContent.slice(0, 30));
  }
  return [...faint];
})()`;

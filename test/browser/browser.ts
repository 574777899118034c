/** A page of the report in Chromium, with everything that it says, asks for or does wrong. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Where Debian puts it, unless said otherwise. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const isThere = existsSync(CHROMIUM);
if (!isThere) console.warn(`no browser at ${CHROMIUM}: these tests are skipped (CHROMIUM=… names another)`);

export interface Look {
  readonly width?: number;
  readonly hasScripts?: boolean;
}

export interface Opened {
  readonly page: Page;
  /** Messages of the console of any kind, and errors that nobody caught. */
  readonly said: string[];
  /** Addresses that were asked for, the page itself left out. */
  readonly asked: string[];
}

export function launch(): Promise<Browser> {
  // Whoever runs as root, as in a container, has no sandbox.
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

/** Opens a file; nothing but the file itself can be fetched. */
export async function open(browser: Browser, address: string, look: Look = {}): Promise<Opened> {
  const { width = 1200, hasScripts = true } = look;
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: 'light',
    javaScriptEnabled: hasScripts,
  });
  const said: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  await page.route('**', (route) => {
    const url = route.request().url();
    if (url === address) return route.continue();
    asked.push(url);
    return route.abort();
  });
  await page.goto(address);
  return { page, said, asked };
}

/** Goes down the page until all charts are drawn, and back. */
export async function drawAll(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const soon = () => new Promise((resolve) => setTimeout(resolve, 30));
    for (const plot of document.querySelectorAll('.plot')) {
      plot.scrollIntoView();
      while (plot.querySelector('svg') === null) await soon();
    }
    scrollTo(0, 0);
    await soon();
  })()`);
}

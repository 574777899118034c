/** The line that says how far the runs of an experiment are: with a clock and a terminal of the test's own. */
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { RunsProgress, runsLine } from '../../src/cli/experiment-progress.ts';
import type { Watcher } from '../../src/cli/progress.ts';

class Terminal implements Watcher {
  isThere = true;
  columns = 120;
  time = 0;
  readonly written: string[] = [];
  readonly now = () => this.time;
  readonly write = (text: string) => void this.written.push(text);
}

describe('the progress of runs', () => {
  it('says runs of how many, speed and time left, and is taken away', () => {
    const terminal = new Terminal();
    const progress = new RunsProgress('orders', 100, terminal);
    for (let i = 0; i <= 100; i++) {
      terminal.time += 50;
      progress.update(Math.floor(i / 5), (i % 5) / 5);
    }
    // A run takes 250 ms: four a second; at 4.95 s, when it is drawn last, 80.2 are left, told in steps of five seconds.
    expect(terminal.written.at(-1)).toContain('19 of 100 runs  4 a second  about 25 s left');
    expect(terminal.written.length).toBeLessThan(25);
    progress.clear();
    expect(terminal.written.at(-1)).toBe('\r\x1b[K');
  });

  it('is quiet for a second, and where nobody looks', () => {
    const terminal = new Terminal();
    const progress = new RunsProgress('orders', 3, terminal);
    terminal.time = 900;
    progress.update(1, 0);
    terminal.isThere = false;
    terminal.time = 5000;
    progress.update(2, 0);
    progress.clear();
    expect(terminal.written).toEqual([]);
  });

  it('learns how many there will be', () => {
    const terminal = new Terminal();
    const progress = new RunsProgress('orders', undefined, terminal);
    terminal.time = 1500;
    progress.update(4, 0.5);
    progress.expect(50);
    terminal.time = 2000;
    progress.update(5, 0);
    expect(terminal.written.map((text) => text.replace('\r\x1b[K', ''))).toEqual([
      'orders  4 runs',
      expect.stringContaining('5 of 50 runs'),
    ]);
  });
});

describe('the line', () => {
  const at = { name: 'a-rather-long-name-of-a-scenario', finished: 7, done: 0.5, expected: 20, speed: 0.05 };

  it('tells slow runs by the minute', () => {
    expect(runsLine(at, 120)).toContain('7 of 20 runs  3 a minute  about 5 min left');
  });

  it('says no more how many there are when there were more', () => {
    expect(runsLine({ ...at, finished: 21 }, 120)).not.toContain('of 20');
  });

  it.each([10, 20, 30, 45, 60, 80, 120])('fits %i columns', (width) => {
    expect(stringWidth(runsLine(at, width))).toBeLessThanOrEqual(width);
  });
});

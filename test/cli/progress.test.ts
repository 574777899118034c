/** The line that says how far a run is: with a clock and a terminal of the test's own. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { isWatched, Progress, progressLine, type Watcher } from '../../src/cli/progress.ts';

const HOUR = 3_600_000_000;

class Terminal implements Watcher {
  isThere = true;
  columns = 120;
  time = 0;
  readonly written: string[] = [];
  readonly now = () => this.time;
  readonly write = (text: string) => void this.written.push(text);

  get lines(): string[] {
    return this.written.map((text) => text.replace('\r\x1b[K', ''));
  }
}

/** Lets a run go on: simulated microseconds a millisecond, looked at every 50 ms. */
function goOn(progress: Progress, terminal: Terminal, ms: number, speedAt: (ms: number) => number, from = 0): number {
  let simulated = from;
  for (let passed = 0; passed < ms; passed += 50) {
    terminal.time += 50;
    simulated += speedAt(terminal.time) * 50;
    progress.update(simulated);
  }
  return simulated;
}

describe('the progress line', () => {
  it('says nothing of a run that ends within a second, and clears nothing', () => {
    const terminal = new Terminal();
    const progress = new Progress('short', HOUR, terminal);
    goOn(progress, terminal, 950, () => 1e6);
    progress.clear();
    expect(terminal.written).toEqual([]);
  });

  it('says nothing where nobody looks', () => {
    const terminal = new Terminal();
    terminal.isThere = false;
    const progress = new Progress('long', HOUR, terminal);
    goOn(progress, terminal, 10_000, () => 1e5);
    progress.clear();
    expect(terminal.written).toEqual([]);
  });

  it('rewrites one line, at most five times a second, and takes it away', () => {
    const terminal = new Terminal();
    const progress = new Progress('long', HOUR, terminal);
    goOn(progress, terminal, 3000, () => 1e5);
    expect(terminal.written.length).toBe(11);
    expect(terminal.written.every((text) => text.startsWith('\r\x1b[K') && !text.includes('\n'))).toBe(true);
    progress.clear();
    progress.clear();
    expect(terminal.written.slice(11)).toEqual(['\r\x1b[K']);
  });

  it('says how far, how fast and how long still, and the last two not before they are known', () => {
    const terminal = new Terminal();
    const progress = new Progress('orders', HOUR, terminal);
    // An hour at 2 min a second: 30 s.
    const from = goOn(progress, terminal, 1950, () => 120_000);
    expect(terminal.lines.at(-1)).toMatch(/^orders  ▓░+   6 %  3 min 36 s of 1 h$/);
    goOn(progress, terminal, 10_050, () => 120_000, from);
    expect(terminal.lines.at(-1)).toBe(
      'orders  ▓▓▓▓▓▓▓▓░░░░░░░░░░░░  40 %  24 min of 1 h  2 min a second  about 18 s left',
    );
  });

  it('the slow first second, in which code is compiled, does not make the rest look long', () => {
    const terminal = new Terminal();
    const progress = new Progress('orders', HOUR, terminal);
    goOn(progress, terminal, 2050, (ms) => (ms <= 1000 ? 1_000 : 120_000));
    expect(terminal.lines.at(-1)).toMatch(/about 30 s left$/);
  });

  it('follows a run that becomes slower, without jumping', () => {
    const terminal = new Terminal();
    const progress = new Progress('orders', 10 * HOUR, terminal);
    const from = goOn(progress, terminal, 10_000, () => 1_000_000);
    terminal.written.length = 0;
    goOn(progress, terminal, 20_000, () => 100_000, from);
    const said = terminal.lines.map((line) => /([\d.]+) min( (\d+) s)? a second/.exec(line)!);
    const speeds = said.map(([, minutes, , seconds = '0']) => Number(minutes) * 60 + Number(seconds));
    expect(speeds[0]).toBeGreaterThan(900);
    expect(speeds.at(-1)).toBeLessThan(140);
    speeds.slice(1).forEach((speed, i) => expect(speed).toBeGreaterThan(speeds[i]! * 0.7));
  });
});

it.each([
  [true, {}, true],
  [undefined, {}, false],
  [false, {}, false],
  [true, { CI: 'true' }, false],
  [true, { TERM: 'dumb' }, false],
  [true, { TERM: 'xterm' }, true],
])('at a terminal: %s, with %o: somebody watches: %s', (isTerminal, env, expected) => {
  expect(isWatched(isTerminal, env)).toBe(expected);
});

describe('the line itself', () => {
  const position = { name: 'orders', simulated: 2.5 * HOUR, end: 6 * HOUR, speed: 725_000_000 };

  it.each([
    [120, 'orders  ▓▓▓▓▓▓▓▓░░░░░░░░░░░░  41 %  2 h 30 min of 6 h  12 min a second  about 18 s left'],
    [80, 'orders  ▓▓▓▓░░░░░░  41 %  2 h 30 min of 6 h  12 min a second  about 18 s left'],
    [70, 'orders  41 %  2 h 30 min of 6 h  12 min a second  about 18 s left'],
    [50, 'orders  41 %  2 h 30 min of 6 h  about 18 s left'],
    [40, 'orders  41 %  about 18 s left'],
    [12, 'orders  41 %'],
    [4, '41 %'],
  ])('in %i columns says what matters most', (width, line) => {
    expect(progressLine(position, width)).toBe(line);
  });

  it('is never wider than the terminal, whatever its name', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '注', ' ', '👍🏽'), maxLength: 50 });
    const speed = fc.option(fc.double({ min: 0, max: 1e13, noNaN: true }), { nil: undefined });
    const time = fc.integer({ min: 1, max: 1e14 });
    fc.assert(
      fc.property(
        name,
        time,
        fc.double({ min: 0, max: 1, noNaN: true }),
        speed,
        fc.nat(160),
        (any, end, share, fast, width) => {
          const line = progressLine({ name: any, simulated: share * end, end, speed: fast }, width);
          expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(1, width));
        },
      ),
    );
  });

  it('a name cannot steer the terminal', () => {
    const terminal = new Terminal();
    const progress = new Progress('a\x1b[2Jb\n', HOUR, terminal);
    goOn(progress, terminal, 1500, () => 1e5);
    expect(terminal.lines[0]).toMatch(/^a \[2Jb  /);
  });
});

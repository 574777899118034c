/** `lagcast watch`: what counts as a save, and what is shown after one. Neither waits for a clock: disk, timers and seat are the test's own. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExitCode } from '../../src/cli/exit-codes.ts';
import { watchCommand, type Asking, type Seat } from '../../src/cli/watch/command.ts';
import { POLL_MS, QUIET_MS, Saves, type Disk } from '../../src/cli/watch/saves.ts';
import type { FigureValue } from '../../src/plan/main-figures.ts';
import { sinceLast } from '../../src/report/since-last.ts';
import { PLAIN } from '../../src/report/style.ts';
import { SCENARIO } from '../support/command-line.ts';

/** Files with signatures, folders that are watched, and timers that a test lets run out. */
class FakeDisk implements Disk {
  readonly files = new Map<string, string>();
  readonly watched = new Map<string, { readonly happened: () => void; readonly lost: () => void }>();
  readonly timers = new Set<{ readonly milliseconds: number; readonly action: () => void }>();

  readonly signature = (path: string): string | undefined => this.files.get(path);

  readonly watch = (folder: string, happened: () => void, lost: () => void): (() => void) => {
    expect(this.watched.has(folder), `${folder} is watched twice`).toBe(false);
    this.watched.set(folder, { happened, lost });
    return () => this.watched.delete(folder);
  };

  readonly later = (milliseconds: number, action: () => void): (() => void) => {
    const timer = { milliseconds, action };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  };

  /** The timers of that length run out. */
  pass(milliseconds: number): void {
    for (const timer of [...this.timers])
      if (timer.milliseconds === milliseconds && this.timers.delete(timer)) timer.action();
  }

  /** A file has another content, and its folder tells of it. */
  save(path: string, content: string): void {
    this.files.set(path, content);
    this.touch();
  }

  touch(): void {
    for (const { happened } of this.watched.values()) happened();
  }
}

describe('a save', () => {
  function watching(...paths: string[]) {
    const disk = new FakeDisk();
    for (const path of paths) disk.files.set(path, 'as it was');
    const saves = new Saves(disk);
    for (const path of paths) saves.note(path);
    return { disk, saves };
  }

  it('is one when the folder has been quiet for a while, and not before', () => {
    const { disk, saves } = watching('/a/s.yaml');
    disk.save('/a/s.yaml', 'half');
    disk.save('/a/s.yaml', 'whole');
    expect([saves.isSaved, disk.timers.size]).toEqual([false, 1]);
    disk.pass(QUIET_MS);
    expect(saves.isSaved).toBe(true);
  });

  it('is one of a file that is written anew and given the old name', async () => {
    const { disk, saves } = watching('/a/s.yaml');
    const next = saves.next();
    disk.files.delete('/a/s.yaml');
    disk.touch();
    disk.pass(QUIET_MS);
    expect(saves.isSaved, 'a file that is gone for a moment').toBe(false);
    disk.save('/a/s.yaml', 'new');
    disk.pass(QUIET_MS);
    await next;
    expect(saves.isSaved).toBe(true);
  });

  it('is none when something else happens in the folder, or when a file is only touched', () => {
    const { disk, saves } = watching('/a/s.yaml');
    disk.save('/a/report.html', 'other');
    disk.save('/a/s.yaml', 'as it was');
    disk.pass(QUIET_MS);
    expect(saves.isSaved).toBe(false);
  });

  it('is one of any of the files, also of one that was not there', () => {
    const { disk, saves } = watching('/a/s.yaml');
    saves.note('/b/trace.csv');
    expect([...disk.watched.keys()]).toEqual(['/a', '/b']);
    disk.save('/b/trace.csv', 'there');
    disk.pass(QUIET_MS);
    expect(saves.isSaved).toBe(true);
  });

  it('is forgotten when the files are read anew, and one before they are is not missed', async () => {
    const { disk, saves } = watching('/a/s.yaml');
    disk.save('/a/s.yaml', 'new');
    disk.pass(QUIET_MS);
    await saves.next();
    saves.begin();
    saves.note('/a/s.yaml');
    expect([saves.isSaved, saves.files]).toEqual([false, 1]);
    disk.save('/a/s.yaml', 'newer');
    disk.pass(QUIET_MS);
    expect(saves.isSaved).toBe(true);
  });

  it('is found by looking where a folder cannot be watched', () => {
    const { disk, saves } = watching('/a/s.yaml');
    disk.watched.get('/a')!.lost();
    disk.files.set('/a/s.yaml', 'new');
    disk.pass(POLL_MS);
    expect(saves.isSaved).toBe(true);
  });

  it('is found also when the folder goes, and comes back as another that nobody watches', () => {
    const { disk, saves } = watching('/a/s.yaml');
    disk.files.delete('/a/s.yaml');
    disk.touch();
    disk.pass(QUIET_MS);
    disk.files.set('/a/s.yaml', 'new');
    disk.pass(POLL_MS);
    expect(saves.isSaved).toBe(true);
  });

  it('is waited for no longer after the end', () => {
    const { disk, saves } = watching('/a/s.yaml');
    disk.watched.get('/a')!.lost();
    disk.touch();
    saves.close();
    expect([disk.timers.size, disk.watched.size]).toEqual([0, 0]);
  });
});

describe('lagcast watch', () => {
  let folder = '';
  let file = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lagcast-watch-'));
    file = join(folder, 'tiny.yaml');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Writes each text in turn, as soon as what came before it was shown; then asks to stop. */
  async function watch(
    texts: readonly string[],
    { isTerminal = false } = {},
  ): Promise<{ code: number; shown: string[] }> {
    const disk = new FakeDisk();
    const shown: string[] = [];
    let stop: () => void = () => {};
    let isWanted = false;
    const asked = new Promise<void>((resolve) => (stop = resolve));
    const put = (i: number): void => {
      writeFileSync(file, texts[i]!);
      disk.save(file, `${i}`);
      disk.pass(QUIET_MS);
    };
    put(0);
    const interruption: Asking = {
      asked,
      get isWanted() {
        return isWanted;
      },
      during: (work) => work(),
    };
    const seat: Seat = {
      saves: new Saves(disk),
      style: () => PLAIN,
      isTerminal,
      print: (text) => {
        shown.push(text);
        setImmediate(() => {
          if (shown.length < texts.length) return put(shown.length);
          isWanted = true;
          stop();
        });
      },
    };
    const code = await watchCommand(file, {}, interruption, seat);
    expect(disk.watched.size, 'nothing is watched any more').toBe(0);
    return { code, shown };
  }

  it('shows the answer, and after a save what has changed for better or worse', async () => {
    const { code, shown } = await watch([
      SCENARIO,
      SCENARIO.replace('perRecord: 100 ms', 'perRecord: 200 ms'),
      SCENARIO,
    ]);
    expect(code).toBe(ExitCode.done);
    expect(shown).toHaveLength(3);
    expect(shown[0]).toMatch(
      /^Tiny · seed 1 [\s\S]*All 600 messages of q were handled[\s\S]*\n\nWatching .*tiny\.yaml; Ctrl-C ends\.\n$/,
    );
    expect(shown[0]).not.toContain('Since the last save');
    expect(shown[1]).toMatch(/^\nTiny/);
    expect(shown[1]).toMatch(
      /\nSince the last save · \d+ other figures as before\n {2}p50\(q\.latency\) +100 ms +→ +200 ms +worse\n/,
    );
    expect(shown[2]).toMatch(/\n {2}p50\(q\.latency\) +200 ms +→ +100 ms +better\n/);
  });

  it('shows what is wrong, goes on, and compares with the last run that there was', async () => {
    const { code, shown } = await watch([
      SCENARIO,
      SCENARIO.replace('perRecord', 'perRecrod'),
      SCENARIO.replace('rate: 10/s', 'rate: 20/s'),
    ]);
    expect(code).toBe(ExitCode.done);
    expect(shown[1]).toMatch(/tiny\.yaml:5:\d+ error: functions\.f\.handler\.perRecrod/);
    expect(shown[1]).toContain('Ctrl-C ends');
    expect(shown[2]).toMatch(/Since the last save/);
  });

  it('clears a terminal, and nothing else', async () => {
    const again = [SCENARIO, SCENARIO];
    expect((await watch(again, { isTerminal: true })).shown.every((text) => text.startsWith('\u001b[H\u001b[2J'))).toBe(
      true,
    );
    const { shown } = await watch([SCENARIO]);
    expect(shown.join('')).not.toContain('\u001b');
  });

  it('watches the files that the scenario names', async () => {
    writeFileSync(join(folder, 'trace.csv'), 'time\n1\n2\n');
    const { shown } = await watch([SCENARIO.replace('rate: 10/s', 'replay: { file: trace.csv, time: time }')]);
    expect(shown[0]).toContain('and 1 file that it names; Ctrl-C ends.');
  });

  it('ends at once where there is no such file, and for standard input', async () => {
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const seat: Seat = { saves: new Saves(new FakeDisk()), style: () => PLAIN, isTerminal: false, print: () => {} };
    const never: Asking = { asked: new Promise(() => {}), isWanted: false, during: (work) => work() };
    try {
      expect(await watchCommand(join(folder, 'nowhere.yaml'), {}, never, seat)).toBe(ExitCode.wrongInput);
      expect(await watchCommand('-', {}, never, seat)).toBe(ExitCode.wrongInput);
      expect(told.mock.calls.join('\n')).toMatch(
        /nowhere\.yaml: cannot be read[\s\S]*standard input cannot be watched/,
      );
    } finally {
      told.mockRestore();
    }
  });

  it('writes nothing', () => {
    expect(readdirSync(folder).sort()).toEqual(['tiny.yaml', 'trace.csv']);
  });
});

describe('since the last save', () => {
  const figure = (text: string, value: number | null, better?: 'less' | 'more'): FigureValue => {
    return { text, statistic: undefined, name: 'q', figure: text, unit: 'count', value, ...(better && { better }) };
  };

  it('says what is better and what is worse, by what is good for each figure', () => {
    const before = [figure('lost', 5, 'less'), figure('done', 5, 'more'), figure('used', 5), figure('same', 5, 'less')];
    const now = [figure('lost', 3, 'less'), figure('done', 3, 'more'), figure('used', 3), figure('same', 5, 'less')];
    expect(sinceLast(before, now, PLAIN).map((line) => line.trimEnd())).toEqual([
      'Since the last save · 1 other figure as before',
      '  lost  5  →  3  better',
      '  done  5  →  3   worse',
      '  used  5  →  3',
    ]);
  });

  it('says that nothing has changed, and judges nothing that has no value', () => {
    expect(sinceLast([figure('a', 1)], [figure('a', 1)], PLAIN)[0]).toContain('nothing has changed');
    expect(sinceLast([figure('a', null, 'less')], [figure('a', 1, 'less')], PLAIN)[1]).toMatch(/– +→ +1 *$/);
  });

  it('leaves out figures that only one of the runs has', () => {
    expect(sinceLast([figure('old', 1)], [figure('new', 2)], PLAIN)).toHaveLength(1);
  });
});

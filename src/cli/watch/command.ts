/**
 * `lagcast watch FILE`: runs the scenario, shows the answer, and does so again whenever the file or one that it names is saved, with what has
 * changed since the run before. Writes no files. Ctrl-C ends it.
 */
import { setImmediate } from 'node:timers/promises';
import type { RuleSet } from '../../aws/fact.ts';
import type { Result } from '../../metrics/result.ts';
import { mainFigures, type FigureValue } from '../../plan/main-figures.ts';
import { sinceLast } from '../../report/since-last.ts';
import { some } from '../../report/format.ts';
import type { Style } from '../../report/style.ts';
import { terminalReport } from '../../report/terminal.ts';
import { formatProblems } from '../../scenario/problem.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { Run, RunAborted } from '../../simulate.ts';
import { print, printError, styleOfStdout } from '../console.ts';
import { ExitCode } from '../exit-codes.ts';
import { explained } from '../explained.ts';
import { InputError, STDIN } from '../files.ts';
import { Progress } from '../progress.ts';
import type { Interruption } from '../run.ts';
import { readScenarioFile } from '../scenario-file.ts';
import { asSeed } from '../template-file.ts';
import { Saves } from './saves.ts';

export interface WatchCommandOptions {
  readonly seed?: string | undefined;
  /** From 0, the first run of the seed. */
  readonly replication?: number | undefined;
  readonly rules?: RuleSet | undefined;
  readonly maxEvents?: number | undefined;
}

/** Somebody who asks to stop can be waited for. */
export interface Asking extends Interruption {
  readonly asked: Promise<void>;
}

/** Where it is watched from; tests have one of their own. */
export interface Seat {
  readonly saves: Saves;
  readonly style: () => Style;
  /** Whether what was shown can be taken away before the next is. */
  readonly isTerminal: boolean;
  readonly print: (text: string) => void;
}

/** What a round came to: a run, what is wrong, or neither, because somebody saved or asked to stop meanwhile. */
type Round =
  | { readonly kind: 'ran'; readonly scenario: Scenario; readonly result: Result; readonly advice: string }
  | { readonly kind: 'wrong'; readonly text: string; readonly isUnread: boolean }
  | { readonly kind: 'saved' }
  | { readonly kind: 'interrupted' };

/** Home, and all that was on the screen and above it gone. */
const CLEAR = '\x1b[H\x1b[2J\x1b[3J';

export async function watchCommand(
  file: string,
  options: WatchCommandOptions,
  interruption: Asking,
  seat: Seat = atStdout(),
): Promise<ExitCode> {
  if (file === STDIN) {
    printError('error: standard input cannot be watched; name a file');
    return ExitCode.wrongInput;
  }
  try {
    return await interruption.during(() => new Watch(file, options, interruption, seat).go());
  } catch (error) {
    return explained(error, file, 'run');
  } finally {
    seat.saves.close();
  }
}

class Watch {
  readonly #file: string;
  readonly #options: WatchCommandOptions;
  readonly #interruption: Asking;
  readonly #seat: Seat;
  /** Of the last run that came to its end; undefined: none did. */
  #before: readonly FigureValue[] | undefined;
  #isFirst = true;

  constructor(file: string, options: WatchCommandOptions, interruption: Asking, seat: Seat) {
    this.#file = file;
    this.#options = options;
    this.#interruption = interruption;
    this.#seat = seat;
  }

  /** Until somebody asks to stop: while nothing runs, that is how it ends. */
  async go(): Promise<ExitCode> {
    const { saves } = this.#seat;
    for (;;) {
      saves.begin();
      const round = await this.#round();
      if (round.kind === 'interrupted') return ExitCode.interrupted;
      if (round.kind === 'saved') continue;
      if (round.kind === 'wrong' && round.isUnread && this.#isFirst) {
        printError(round.text);
        return ExitCode.wrongInput;
      }
      this.#show(round);
      await Promise.race([saves.next(), this.#interruption.asked]);
      if (this.#interruption.isWanted) return ExitCode.done;
    }
  }

  async #round(): Promise<Round> {
    try {
      const { seed, rules } = this.#options;
      const reading = {
        ...(seed === undefined ? {} : { seed: asSeed(seed) }),
        ...(rules === undefined ? {} : { rules }),
      };
      const read = readScenarioFile(this.#file, reading, (path) => this.#seat.saves.note(path));
      const said = read.problems.filter(({ severity }) => severity !== 'note');
      const advice = said.length === 0 ? '' : `${formatProblems(this.#file, said)}\n`;
      if (!read.ok) return { kind: 'wrong', text: advice, isUnread: false };
      return await this.#run(read.scenario, advice);
    } catch (error) {
      if (error instanceof RunAborted)
        return { kind: 'wrong', text: `error: ${this.#file}: ${error.message}`, isUnread: false };
      if (error instanceof InputError) return { kind: 'wrong', text: `error: ${error.message}`, isUnread: true };
      throw error;
    }
  }

  /** A save while it runs ends it: what it would say is of a scenario of before. */
  async #run(scenario: Scenario, advice: string): Promise<Round> {
    const { replication, maxEvents } = this.#options;
    const progress = new Progress(scenario.name, scenario.duration);
    try {
      const run = new Run(scenario, {
        ...(replication === undefined ? {} : { replication }),
        ...(maxEvents === undefined ? {} : { eventBudget: maxEvents }),
      });
      while (!run.advance()) {
        progress.update(run.done * scenario.duration);
        await setImmediate();
        if (this.#interruption.isWanted) return { kind: 'interrupted' };
        if (this.#seat.saves.isSaved) return { kind: 'saved' };
      }
      return { kind: 'ran', scenario, result: run.result(), advice };
    } finally {
      progress.clear();
    }
  }

  #show(round: Extract<Round, { readonly kind: 'ran' | 'wrong' }>): void {
    const { isTerminal, saves } = this.#seat;
    const style = this.#seat.style();
    const text = round.kind === 'ran' ? this.#answer(round, style) : `${round.text.trimEnd()}\n`;
    const others = saves.files - 1;
    const also = others === 0 ? '' : ` and ${some(others, 'file')} that it names`;
    const foot = style.paint('faint', `Watching ${this.#file}${also}; Ctrl-C ends.`);
    const clear = isTerminal ? CLEAR : this.#isFirst ? '' : '\n';
    this.#seat.print(`${clear}${text}\n${foot}\n`);
    this.#isFirst = false;
  }

  /** What has changed comes last, where it is seen. */
  #answer({ scenario, result, advice }: Extract<Round, { readonly kind: 'ran' }>, style: Style): string {
    const figures = mainFigures(scenario, result);
    const since = this.#before === undefined ? '' : `\n${sinceLast(this.#before, figures, style).join('\n')}\n`;
    this.#before = figures;
    return `${advice}${terminalReport(result, style)}${since}`;
  }
}

function atStdout(): Seat {
  return { saves: new Saves(), style: styleOfStdout, isTerminal: process.stdout.isTTY, print };
}

/** How the account's concurrency is best divided, in words and a table. */
import { stringify } from 'csv-stringify/sync';
import type { PoolAnswer, Trial } from '../../plan/pool.ts';
import { harmless } from '../fit.ts';
import { count, list, percent, some } from '../format.ts';
import type { Cell } from '../table.ts';
import type { Said, Shown } from './plan-parts.ts';
import type { QuestionReport } from './plan.ts';

export const poolReport: QuestionReport<PoolAnswer> = {
  parts: (answer) => [words(answer), table(answer)],
  csv,
};

function words(answer: PoolAnswer): Said {
  const rest = [undivided(answer), alone(answer), confirmation(answer)];
  return { headlines: [division(answer)], sentences: rest.filter((line) => line !== '') };
}

function division({ functions, reserved, fits, account, unreserved }: PoolAnswer): string {
  if (reserved === null)
    return functions
      .filter((one) => one.reservedConcurrency === null)
      .map(nothingFor)
      .join(' ');
  const each = list(
    functions.map(({ name, reservedConcurrency }) => `${harmless(name)} ${count(reservedConcurrency)}`),
    'and',
  );
  return fits
    ? `Reserve ${count(reserved)} of the ${count(account)} executions of the account: ${each}. ${count(account - reserved)} stay unreserved.`
    : `The functions need ${count(reserved)} together (${each}), and ${count(unreserved)} have to stay unreserved: an account of ${count(reserved + unreserved)}, and this one has ${count(account)}.`;
}

/** The runs were used up; or none meets what is asked for, and what that of them misses which misses least. */
function nothingFor({ name, most, search }: PoolAnswer['functions'][number]): string {
  if (search === null || search.status === 'runs')
    return `The runs that are allowed were used up before a reservation for ${harmless(name)} was found (--max-runs).`;
  const said = `No reservation for ${harmless(name)} up to ${count(most)} meets what is asked for`;
  const missed = search.closest?.demands.filter((one) => one.missed > 0) ?? [];
  if (missed.length === 0) return `${said}.`;
  const [value] = Object.values(search.closest!.values) as number[];
  const what = list(
    missed.map((one) => `${harmless(one.text)} (${count(one.missed)} of ${some(search.closest!.runs, 'run')})`),
    'and',
  );
  return `${said}: ${count(value!)} misses ${what}.`;
}

function undivided({ undivided: trial }: PoolAnswer): string {
  if (trial.misses === 0)
    return `With nothing reserved all ${some(trial.runs, 'run')} meet what is asked for, too: reservations protect functions from each other when one asks for more than here.`;
  return `With nothing reserved ${count(trial.misses)} of ${some(trial.runs, 'run')} miss: ${missedOf(trial)}.`;
}

function missedOf({ missed }: Trial): string {
  return list(
    missed.map(({ text, times }) => `${harmless(text)} (${some(times, 'time')})`),
    'and',
  );
}

function alone({ alone: one }: PoolAnswer): string {
  return one === null
    ? ''
    : `A reservation of ${count(one.reservedConcurrency)} for ${harmless(one.function)} alone was enough in the few runs that tried it.`;
}

function confirmation({ divided, confidence }: PoolAnswer): string {
  if (divided === null) return '';
  const { runs, misses, missesAtMost } = divided;
  const what = misses === 0 ? 'none' : count(misses);
  const missed = misses === 0 ? '' : `: ${missedOf(divided)}`;
  return `All reservations together missed ${what} of ${some(runs, 'fresh run')}${missed}; so fewer than ${percent(missesAtMost)} of all runs miss, with a confidence of ${percent(confidence)}.`;
}

function table({ functions }: PoolAnswer): Shown {
  const rows = functions.map(({ name, peak, most, reservedConcurrency, search }): Cell[] => [
    harmless(name),
    reservedConcurrency === null ? { text: `nothing up to ${count(most)}`, kind: 'bad' } : count(reservedConcurrency),
    count(peak),
    nextOf(search),
    search === null ? '–' : count(search.runs),
  ]);
  const head = ['function', 'reserve', 'most at once, unbounded', 'the next smaller misses', 'runs'];
  return { table: { head, rows } };
}

function nextOf(search: PoolAnswer['functions'][number]['search']): string {
  const next = search?.next ?? null;
  if (next === null) return '–';
  const [value] = Object.values(next.values) as number[];
  return `${count(value!)}: ${count(next.misses)} of ${count(next.runs)}`;
}

function csv({ functions }: PoolAnswer): string {
  const rows = functions.map(({ name, peak, reservedConcurrency }) => [name, peak, reservedConcurrency ?? '']);
  return stringify([['function', 'peakUnbounded', 'reservedConcurrency'], ...rows], { escape_formulas: true });
}

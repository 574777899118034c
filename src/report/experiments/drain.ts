/** How long a backlog takes, in words: what runs gave, what the formulas say, and why the two differ where they do. */
import { stringify } from 'csv-stringify/sync';
import type { Drain, DrainAnswer } from '../../plan/drain.ts';
import { harmless } from '../fit.ts';
import { count, duration, instant, list, some } from '../format.ts';
import type { Said, Shown } from './plan-parts.ts';
import type { QuestionReport } from './plan.ts';

export const drainReport: QuestionReport<DrainAnswer> = {
  parts: (answer) => [words(answer), figures(answer), { sentences: answer.drains.map(remarkOf) }],
  csv,
};

function words({ drains, backlogOf }: DrainAnswer): Said {
  return { headlines: drains.map(said), sentences: [HOW[backlogOf]].filter((how) => how !== '') };
}

const HOW: Readonly<Record<DrainAnswer['backlogOf'], string>> = {
  asked: 'The backlog is there when the mapping begins; events of the scenario are left out.',
  standstill:
    'The scenario never has a backlog to speak of: this one is what comes in ten minutes in which nothing is handled. Another is asked for with --backlog.',
  scenario: '',
};

function said({ source, backlog, cause, start, simulated }: Drain): string {
  const what = `${some(Math.round(backlog), 'message')} of ${harmless(source)}`;
  const after =
    cause === null
      ? `that wait at ${instant(rounded(start))}`
      : `after ${harmless(cause)}, at ${instant(rounded(start))},`;
  const { runs, drained, mean, interval } = simulated;
  if (mean === null) return `${what} ${after} are never gone before the end of the run.`;
  const spread = interval === null ? '' : ` (${duration(Math.max(0, interval.low))} to ${duration(interval.high)})`;
  const some_ =
    drained < runs ? `, in ${drained} of ${some(runs, 'run')}; in the others they are not gone at the end` : '';
  return `${what} ${after} take ${duration(mean)}${spread}${some_}.`;
}

function figures({ drains }: DrainAnswer): Shown {
  const rows = drains.map(({ source, mapping, formula, simulated }) => [
    harmless(mapping ?? source),
    time(formula.atCeiling, formula),
    time(formula.withGrowth, formula),
    duration(simulated.mean),
    `± ${duration(simulated.resolution)}`,
  ]);
  const head = ['', 'at most executions (PLN-05)', 'growing to it (PLN-03)', 'simulated', 'levels known to'];
  return { table: { head, rows } };
}

function time(value: number | null, { never, why }: Drain['formula']): string {
  return why !== null ? '–' : never ? 'never' : duration(value);
}

/** What a formula assumes, and the likely reason where it is far off. */
function remarkOf({ mapping, source, formula, simulated, hidden, together, gone }: Drain): string {
  const name = harmless(mapping ?? source);
  if (formula.why !== null) return `${name}: no formula applies: ${formula.why}.`;
  const { ceiling, boundBy, throughput, arrivals, backlog, withGrowth, never } = formula;
  const handled = `${count(ceiling)} executions at once at the most (${boundBy!}) handle ${count(throughput)}/s, and ${count(arrivals)}/s come meanwhile`;
  const other =
    together.length > 1
      ? ` Records of ${harmless(source)} wait for all of ${list(together.map(harmless), 'and')}; this one should take longest.`
      : '';
  const end = ` Gone: ${some(Math.ceil(gone), 'message')} or fewer.`;
  if (never) return `${name}: ${handled}: the backlog grows.${other}${end}`;
  const ratio = simulated.mean === null ? Infinity : simulated.mean / Math.max(withGrowth!, simulated.resolution);
  const why =
    ratio <= FAR || simulated.mean === null
      ? ''
      : hidden !== null && simulated.mean >= 0.5 * hidden
        ? ` What failed before is hidden for the visibility timeout of ${duration(hidden)}, which no formula knows.`
        : ' The formulas know even keys, full batches and no failures; here something of these is otherwise.';
  return `${name}: ${count(Math.round(backlog!))} to handle: ${handled}.${why}${other}${end}`;
}

const FAR = 1.3;

function rounded(micros: number): number {
  return Math.round(micros / 1000) * 1000;
}

function csv({ drains }: DrainAnswer): string {
  const seconds = (micros: number | null): number | string => (micros === null ? '' : micros / 1_000_000);
  const head = [
    ...['source', 'mapping', 'cause', 'startSeconds', 'backlog', 'runs', 'drained', 'meanSeconds', 'lowSeconds'],
    ...['highSeconds', 'minSeconds', 'maxSeconds', 'resolutionSeconds', 'atCeilingSeconds', 'withGrowthSeconds'],
    ...['never', 'ceiling', 'throughputPerSecond', 'arrivalsPerSecond'],
  ];
  const rows = drains.map(({ source, mapping, cause, start, backlog, simulated, formula }) => [
    ...[source, mapping ?? '', cause ?? '', seconds(start), backlog, simulated.runs, simulated.drained],
    ...[seconds(simulated.mean), seconds(simulated.interval?.low ?? null), seconds(simulated.interval?.high ?? null)],
    ...[seconds(simulated.min), seconds(simulated.max), seconds(simulated.resolution)],
    ...[seconds(formula.atCeiling), seconds(formula.withGrowth), String(formula.never)],
    ...[formula.ceiling ?? '', formula.throughput ?? '', formula.arrivals ?? ''],
  ]);
  return stringify([head, ...rows], { escape_formulas: true });
}

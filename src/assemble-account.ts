/** The observer of the account, and what it makes of a result: of scenarios in which several bring batches to functions. */
import { Rules } from './aws/rules.ts';
import { SECOND, type Clock, type Micros } from './engine/time.ts';
import { AccountRecorder } from './metrics/account/account-recorder.ts';
import { AccountRows } from './metrics/account/series.ts';
import { accountCauses, accountSeries, accountWorst, type AccountNames } from './metrics/account/summary.ts';
import type { OwnPart } from './metrics/account/holdings.ts';
import type { Reader } from './metrics/readings.ts';
import type { Result } from './metrics/result.ts';
import type { Scenario } from './scenario/scenario.ts';

/** Beyond so many the question who held what has no answer that anybody reads. */
const MOST_OWNERS = 1000;

export class AccountWatch {
  readonly recorder: AccountRecorder;
  readonly #names: AccountNames;
  readonly #concurrency: number;
  #rows: AccountRows | undefined;

  /** Undefined where one alone brings batches to functions. */
  static of(scenario: Scenario, clock: Clock): AccountWatch | undefined {
    const names = namesOf(scenario);
    const n = names.owners.length;
    return n < 2 || n > MOST_OWNERS ? undefined : new AccountWatch(scenario, names, clock);
  }

  private constructor(scenario: Scenario, names: AccountNames, clock: Clock) {
    // Rules of its own: what the model did not look at, the run does not rely on.
    const rules = new Rules(scenario.rules, scenario.facts);
    const [burst, rate] = [rules.number('lambda.scaling.burst'), rules.number('lambda.scaling.rate')];
    const filling = Number.isFinite(burst) && rate > 0 ? Math.round((burst / rate) * SECOND) : SECOND;
    this.#names = names;
    this.#concurrency = scenario.account.concurrency;
    const settings = {
      functionOf: names.functionOf,
      functions: names.functions.length,
      rateWindow: rules.number('lambda.requestRate.window'),
      scalingWindow: filling,
      sharesScaling: rules.word('lambda.scaling.scope') === 'account',
    };
    this.recorder = new AccountRecorder(settings, clock);
  }

  /** The model is put together. `period`: of the series of the result. */
  watch(parts: readonly OwnPart[], period: Micros): Reader {
    this.recorder.watch(parts);
    return (this.#rows = new AccountRows(period, this.recorder));
  }

  results(): Pick<Result['account'], 'worst' | 'causedBy'> {
    const concurrency = this.#concurrency === Infinity ? null : this.#concurrency;
    return {
      worst: accountWorst(this.recorder, this.#names, concurrency),
      causedBy: accountCauses(this.recorder, this.#names),
    };
  }

  series(): Pick<Result['series'], 'account'> {
    return { account: accountSeries(this.#rows!.rows, this.#names.functions) };
  }
}

/** Owners by their number: mappings, then sources that call by themselves. */
function namesOf({ mappings, sources, functions }: Scenario): AccountNames {
  const callers = sources.flatMap((source) => (source.type === 'sync' || source.type === 'async' ? [source] : []));
  const owners = [...mappings, ...callers];
  return {
    owners: owners.map(({ name }) => name),
    functions: functions.map(({ name }) => name),
    functionOf: owners.map((owner) => functions.findIndex(({ name }) => name === owner.function)),
  };
}

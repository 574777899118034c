/**
 * What the settings of one function say together (J.4, rules 11 and 14): provisioned and reserved concurrency, snapshots,
 * /tmp, INIT that takes too long. Schedules and auto scaling are in provisioned.ts. The service has its own opinion, so none of this holds in the ideal model.
 */
import type { Context, Parts } from '../complete/context.ts';
import { meanOf } from '../../engine/distributions.ts';
import { SECOND } from '../../engine/time.ts';
import { formatQuantity } from '../quantities.ts';
import type { FunctionScenario } from '../scenario.ts';
import { checkScaling, mostProvisioned } from './provisioned.ts';

export function checkFunctions({ functions }: Parts, context: Context): void {
  for (const one of functions) {
    checkReservation(one, context);
    checkScaling(one, context);
    checkSnapshot(one, context);
    warnOfReadiness(one, context);
    warnOfLongInit(one, context);
  }
}

function checkReservation(one: FunctionScenario, { rules, findings }: Context): void {
  const { name, provisionedConcurrency: provisioned, reservedConcurrency: reserved = Infinity } = one;
  if (provisioned === 0) return;
  const path = ['functions', name, 'provisionedConcurrency'];
  if (provisioned > reserved) {
    const message = `${provisioned} are provisioned, more than the ${reserved} that the function reserves`;
    findings.error(path, { message, hint: `at most ${reserved}`, source: 'CON-04' });
  } else if (provisioned === reserved) {
    const message =
      'all that is reserved is provisioned: nothing spills over, and before it is ready nothing else helps';
    findings.note(path, { message, source: 'CON-04' });
  }
  const longest = Math.max(rules.number('lambda.init.max.provisioned'), one.timeout);
  if (one.coldStart !== undefined && meanOf(one.coldStart.init) > longest) {
    const message = `an INIT of more than ${formatQuantity('duration', longest)} fails: provisioned environments never become ready`;
    findings.error(['functions', name, 'coldStart', 'init'], { message, source: 'ENV-04' });
  }
  if (one.coldStart === undefined) {
    const message = 'without cold starts provisioned concurrency changes no latency';
    findings.note(path, { message, source: 'CON-04' });
  }
}

function checkSnapshot(one: FunctionScenario, { rules, findings }: Context): void {
  if (one.coldStart?.snapStart !== true) return;
  const path = ['functions', one.name];
  const source = 'ENV-12';
  if (mostProvisioned(one) > 0)
    findings.error([...path, 'provisionedConcurrency'], { message: 'does not go together with SnapStart', source });
  const longest = rules.number('lambda.snapStart.restore.max');
  if (meanOf(one.coldStart.init) > longest) {
    const message = `a restore takes at most ${formatQuantity('duration', longest)}`;
    findings.error([...path, 'coldStart', 'restore'], { message, source });
  }
  const most = rules.number('lambda.ephemeralStorage');
  if (one.ephemeralStorage > most)
    findings.error([...path, 'ephemeralStorage'], { message: `SnapStart allows at most ${most} MB`, source });
}

/** Most people mean a function that has been provisioned for long. */
function warnOfReadiness(one: FunctionScenario, { rules, findings, duration = Infinity }: Context): void {
  const { name, provisionedConcurrency: provisioned, provisionedReadyAt } = one;
  if (provisioned === 0) return;
  const filling = (provisioned / rules.number('lambda.provisioned.rate')) * SECOND;
  const readyAt = provisionedReadyAt ?? Math.round(rules.number('lambda.provisioned.prepare') + filling);
  if (readyAt < duration) return;
  findings.warning(['functions', name, 'provisionedConcurrency'], {
    message: `ready at ${formatQuantity('duration', readyAt)}, when the run has ended: it never serves`,
    hint: `{ environments: ${provisioned}, readyAt: 0 s } to begin with it`,
    source: 'CON-05',
  });
}

function warnOfLongInit({ name, coldStart }: FunctionScenario, { rules, findings }: Context): void {
  const most = rules.number('lambda.init.max');
  if (coldStart === undefined || coldStart.snapStart || !(meanOf(coldStart.init) > most)) return;
  findings.warning(['functions', name, 'coldStart', 'init'], {
    message: `INIT is cut off after ${formatQuantity('duration', most)}, and run again within the first invocation and its timeout`,
    source: 'ENV-04',
  });
}

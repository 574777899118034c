/**
 * Provisioned concurrency that changes by a schedule or by auto scaling, against what is reserved (J.4, rule 11) and its own
 * bounds. What the account has left is account.ts.
 */
import type { Context } from '../complete/context.ts';
import type { FunctionScenario } from '../scenario.ts';

type Provisions = Pick<FunctionScenario, 'provisionedConcurrency' | 'provisionedSchedule' | 'autoScaling'>;

/** The most environments that are ever asked for, `set` events left out. */
export function mostProvisioned({ provisionedConcurrency, provisionedSchedule, autoScaling }: Provisions): number {
  const scheduled = provisionedSchedule.changes.map(({ environments = 0, max = 0 }) => Math.max(environments, max));
  return Math.max(provisionedConcurrency, autoScaling?.max ?? 0, ...scheduled);
}

export function checkScaling(one: FunctionScenario, context: Context): void {
  checkBounds(one, context);
  const { name, reservedConcurrency: reserved = Infinity, provisionedSchedule, autoScaling } = one;
  const path = ['functions', name, 'provisionedConcurrency'];
  const refuse = (wanted: number | undefined, where: (string | number)[]): void => {
    if (wanted === undefined || wanted <= reserved) return;
    const message = `${wanted} would be provisioned, more than the ${reserved} that the function reserves`;
    context.findings.error([...path, ...where], { message, hint: `at most ${reserved}`, source: 'CON-04' });
  };
  refuse(autoScaling?.max, ['autoScaling', 'max']);
  provisionedSchedule.changes.forEach(({ environments, max }, i) => {
    refuse(environments, ['schedule', i, 'environments']);
    refuse(max, ['schedule', i, 'max']);
  });
}

/** The bounds hold from the start, and after each scheduled change, in order of time. */
function checkBounds(one: FunctionScenario, { findings }: Context): void {
  const { name, provisionedConcurrency, provisionedSchedule, autoScaling } = one;
  if (autoScaling === undefined) return;
  const path = ['functions', name, 'provisionedConcurrency'];
  let { min, max } = autoScaling;
  if (provisionedConcurrency < min || provisionedConcurrency > max)
    findings.error([...path, 'environments'], {
      message: `${provisionedConcurrency} lies outside the ${min} to ${max} of auto scaling`,
    });
  const changes = provisionedSchedule.changes.map((change, i) => ({ ...change, i }));
  for (const change of changes.toSorted((a, b) => a.at - b.at)) {
    min = change.min ?? min;
    max = change.max ?? max;
    if (min <= max) continue;
    findings.error([...path, 'schedule', change.i], { message: `from then on min is ${min} and max ${max}` });
    return;
  }
}

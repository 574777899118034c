/** Explains what a plan is to find out. */
import { formatQuantity } from '../quantities.ts';
import type { PlanScenario } from '../scenario.ts';
import { explainCapacity } from './plan-matrix.ts';
import type { Sheet } from './sheet.ts';
import { list } from './words.ts';

export function explainPlan(sheet: Sheet, plan: PlanScenario | undefined): void {
  if (plan === undefined) return;
  sheet.heading(['plan']);
  if (plan.vary.length > 0) sheet.heading(['plan', 'vary']);
  for (const { path, values } of plan.vary) {
    sheet.value(['plan', 'vary', path], list(values.map((value) => JSON.stringify(value))), values);
  }
  sheet.value(['plan', 'minimise'], plan.minimise, plan.minimise);
  sheet.value(['plan', 'risk'], formatQuantity('share', plan.risk), plan.risk);
  sheet.value(['plan', 'confidence'], formatQuantity('share', plan.confidence), plan.confidence);
  sheet.value(['plan', 'maxRuns'], String(plan.maxRuns), plan.maxRuns);
  explainCapacity(sheet, plan);
}

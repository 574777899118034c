/** Explains what the questions about capacity are asked with. */
import { formatQuantity } from '../quantities.ts';
import type { PlanScenario } from '../scenario.ts';
import type { Sheet } from './sheet.ts';
import { list } from './words.ts';

export function explainCapacity(sheet: Sheet, plan: PlanScenario): void {
  for (const part of ['matrix', 'drain', 'pollers'] as const) {
    const settings = plan[part];
    if (settings === undefined) continue;
    sheet.heading(['plan', part]);
    for (const [key, value] of Object.entries(settings) as [string, unknown][])
      if (value !== undefined) sheet.value(['plan', part, key], written(key, value), value);
  }
}

function written(key: string, value: unknown): string {
  if (Array.isArray(value)) return list(value.map((one: number) => written(key, one)));
  if (key === 'maxAge') return formatQuantity('duration', value as number);
  if (key === 'tolerance' || key === 'shares') return formatQuantity('share', value as number);
  return String(value);
}

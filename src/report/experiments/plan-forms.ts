/** Closed forms as a table, to stand beside what runs gave. Those that do not apply are left out: plan.json says why. */
import type { ClosedForm } from '../../plan/closed-forms.ts';
import { inUnit } from '../format.ts';
import type { Shown } from './plan-parts.ts';

const MOST_FORMS = 12;
/** What settings are chosen by; ramps and drains are for other questions. */
const OF_SETTINGS: readonly ClosedForm['id'][] = [
  'PLN-01',
  'PLN-02',
  'PLN-06',
  'PLN-08',
  'PLN-09',
  'PLN-10',
  'PLN-14',
  'erlangC',
];

/** A row for each that applies. */
export function formsTable(forms: readonly ClosedForm[], ids = OF_SETTINGS): Shown {
  const rows = forms
    .filter(({ id, value }) => value !== null && ids.includes(id))
    .slice(0, MOST_FORMS)
    .map(({ id, about, quantity, value, unit, formula }) => [
      `${about}: ${quantity}`,
      Number.isFinite(value) ? inUnit(unit, value) : 'no end',
      `${formula}${id.startsWith('PLN') ? ` (${id})` : ''}`,
    ]);
  return { table: { head: ['formula for', 'value', ''], rows, texts: true, remark: true } };
}

/** A pattern or an event as one line of JSON, with its numbers as they were written. */
import { isObject, numberText } from '../../model/filters/json.ts';

export function jsonText(value: unknown): string {
  const number = numberText(value);
  if (number !== undefined) return number;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${jsonText(one)}`);
  return `{${entries.join(', ')}}`;
}

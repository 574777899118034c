/**
 * Freezes a scenario all the way down, so that what was checked stays true. Typed arrays cannot be frozen and stay open.
 */

/** The same value. Values that are shared or frozen already are looked at once. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}

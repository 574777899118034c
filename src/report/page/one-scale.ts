/**
 * Puts charts of the same thing on one vertical scale, so that they can be compared by looking: the one that reaches highest
 * gives its scale and its ticks to the others. Charts of which some are logarithmic and some are not keep their own. Pure.
 */
import type { Json } from './live.ts';

type Spec = { readonly [key: string]: Json };

interface Scale {
  readonly name: string;
  readonly type: string;
  readonly domain: Json;
}

export function onOneScale(specs: readonly Spec[]): Spec[] {
  const names = new Set(specs.flatMap((spec) => verticalScales(spec).map(({ name }) => name)));
  return [...names].reduce((all, name) => shared(all, name), [...specs]);
}

function shared(specs: readonly Spec[], name: string): Spec[] {
  const scales = specs.map((spec) => verticalScales(spec).find((scale) => scale.name === name));
  const known = scales.filter((scale) => scale !== undefined);
  if (known.length < 2 || known.some(({ type }) => type !== known[0]!.type)) return [...specs];
  const ends = known.map(({ domain }) => domain as readonly [number, number]);
  const domain = [Math.min(...ends.map(([low]) => low)), Math.max(...ends.map(([, high]) => high))];
  const highest =
    specs[scales.findIndex((scale) => (scale?.domain as readonly number[] | undefined)?.[1] === domain[1])]!;
  return specs.map((spec) => withScale(spec, name, domain, highest));
}

/** Those with two numbers for a domain. */
function verticalScales({ scales = [] }: Spec): Scale[] {
  return (scales as unknown as Scale[]).filter(
    ({ name, domain }) =>
      /(^|_)y$/.test(name) && Array.isArray(domain) && domain.every((end) => typeof end === 'number'),
  );
}

function withScale(spec: Spec, name: string, domain: readonly number[], highest: Spec): Spec {
  const scales = (spec['scales'] as unknown as Scale[]).map((scale) =>
    scale.name === name ? { ...scale, domain } : scale,
  );
  return { ...withAxes(spec, highest, name), scales: scales as unknown as Json };
}

/** Takes the axes of one scale from another specification of the same build. */
function withAxes(spec: Spec, highest: Spec, name: string): Spec {
  const changed: Record<string, Json> = { ...spec };
  if (Array.isArray(spec['axes'])) changed['axes'] = axesFrom(spec['axes'] as Json[], highest['axes'], name);
  if (Array.isArray(spec['marks']))
    changed['marks'] = (spec['marks'] as Spec[]).map((mark) => {
      const other = ((highest['marks'] ?? []) as Spec[]).find((one) => one['name'] === mark['name']);
      return mark['axes'] === undefined || other === undefined ? mark : withAxes(mark, other, name);
    });
  return changed;
}

function axesFrom(axes: readonly Json[], others: Json | undefined, name: string): Json[] {
  const isOf = (axis: Json): boolean => (axis as Spec)['scale'] === name;
  const from = ((others ?? []) as Json[]).filter(isOf);
  const own = axes.filter(isOf);
  return axes.map((axis) => (isOf(axis) ? (from[own.indexOf(axis)] ?? axis) : axis));
}

/** Service times as a scenario writes them, with the moments that the formulas need. */
export interface Service {
  /** What stands under `perInvocation`. */
  readonly written: unknown;
  /** In seconds. */
  readonly mean: number;
  /** Squared coefficient of variation: variance over squared mean. */
  readonly scv: number;
}

export function constant(mean: number): Service {
  return { written: `${mean} s`, mean, scv: 0 };
}

export function exponential(mean: number): Service {
  return { written: { exponential: { mean: `${mean} s` } }, mean, scv: 1 };
}

export function gamma(mean: number, shape: number): Service {
  return { written: { gamma: { mean: `${mean} s`, shape } }, mean, scv: 1 / shape };
}

export function lognormal(mean: number, cv: number): Service {
  return { written: { lognormal: { mean: `${mean} s`, cv } }, mean, scv: cv * cv };
}

export function hyperexponential(mean: number, scv: number): Service {
  return { written: { hyperexponential: { mean: `${mean} s`, squaredVariation: scv } }, mean, scv };
}

/** Mostly `often`; `rarely` with probability `share`: what a warm and a cold start look like. */
export function twoPoint(often: number, rarely: number, share: number): Service {
  const mean = often * (1 - share) + rarely * share;
  const second = often * often * (1 - share) + rarely * rarely * share;
  const choice = { [`${often} s`]: `${100 * (1 - share)} %`, [`${rarely} s`]: `${100 * share} %` };
  return { written: { choice }, mean, scv: second / (mean * mean) - 1 };
}

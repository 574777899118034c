/** Times as a scenario writes them, of services and between arrivals, with the moments that formulas need. In seconds. */
export interface Service {
  /** Its law, in a word. */
  readonly kind: string;
  /** What stands under `perInvocation`. */
  readonly written: unknown;
  /** As a reader of the page should see it. */
  readonly words: string;
  /** In seconds. */
  readonly mean: number;
  /** Squared coefficient of variation: variance over squared mean. */
  readonly scv: number;
}

export function constant(mean: number): Service {
  return { kind: 'constant', written: `${mean} s`, words: `constant, ${mean} s`, mean, scv: 0 };
}

export function exponential(mean: number): Service {
  return {
    kind: 'exponential',
    written: { exponential: { mean: `${mean} s` } },
    words: `exponential, mean ${mean} s`,
    mean,
    scv: 1,
  };
}

export function gamma(mean: number, shape: number): Service {
  const words = `gamma of shape ${shape}, mean ${mean} s`;
  return { kind: 'gamma', written: { gamma: { mean: `${mean} s`, shape } }, words, mean, scv: 1 / shape };
}

export function erlang(mean: number, phases: number): Service {
  const words = `Erlang of ${phases} phases, mean ${mean} s`;
  return { kind: 'erlang', written: { erlang: { mean: `${mean} s`, phases } }, words, mean, scv: 1 / phases };
}

export function lognormal(mean: number, cv: number): Service {
  const words = `lognormal, mean ${mean} s, coefficient of variation ${cv}`;
  return { kind: 'lognormal', written: { lognormal: { mean: `${mean} s`, cv } }, words, mean, scv: cv * cv };
}

/** A mixture of two exponentials with balanced means. */
export function hyperexponential(mean: number, scv: number): Service {
  const words = `hyperexponential, mean ${mean} s, squared variation ${scv}`;
  return {
    kind: 'hyperexponential',
    written: { hyperexponential: { mean: `${mean} s`, squaredVariation: scv } },
    words,
    mean,
    scv,
  };
}

/** Mostly `often`; `rarely` with probability `share`: what a warm and a cold start look like. */
export function twoPoint(often: number, rarely: number, share: number): Service {
  const mean = often * (1 - share) + rarely * share;
  const second = often * often * (1 - share) + rarely * rarely * share;
  const choice = { [`${often} s`]: `${100 * (1 - share)} %`, [`${rarely} s`]: `${100 * share} %` };
  const words = `${often} s, or ${rarely} s in ${100 * share} % of the cases`;
  return { kind: 'two values', written: { choice }, words, mean, scv: second / (mean * mean) - 1 };
}

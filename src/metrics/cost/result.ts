/**
 * The bill of a run: what it would have cost, and what a month of nothing but it would. Plain data, part of the result.
 * Money is in US dollars, not rounded. Figures leave the warm-up out.
 */

export interface CostResult {
  /** What the lines of the run add up to: at the price of the first tier, without free allowances. */
  readonly total: number;
  /** The total for a million records that came from outside and were handled; null when none was. */
  readonly perMillion: number | null;
  /** What the lines of the month add up to. */
  readonly perMonth: number;
  /** Records that came from outside and were handled; of a stream that several mappings read, a part for each of them. */
  readonly records: number;
  /** What was measured: the run without its warm-up, in microseconds. */
  readonly span: number;
  /** A month, in microseconds. */
  readonly month: number;
  /** Whether the month has the free allowances taken off. */
  readonly freeTier: boolean;
  /** In the order of services and parts; what there was nothing of is left out. */
  readonly lines: readonly CostLine[];
}

/** A quantity, and what it costs: `amount` is `quantity` × `price` ÷ `per`. */
export interface CostLine {
  /** What is paid for, such as `lambda.requests.mapping`. */
  readonly item: string;
  /** In words. */
  readonly says: string;
  readonly service: string;
  /** The function, queue, stream or mapping that it is for. */
  readonly resource: string;
  readonly quantity: number;
  readonly unit: string;
  /** Of the first tier, for so many units as `per` says. */
  readonly price: number;
  readonly per: number;
  readonly amount: number;
  /** Path and identifier of the fact that the price is. */
  readonly fact: string;
  readonly id: string;
  readonly inMonth: MonthLine;
}

/** What becomes of a line in a month: its quantity in proportion to time, its part of each tier that all lines at that price reach. */
export interface MonthLine {
  readonly quantity: number;
  readonly amount: number;
  readonly tiers: readonly MonthTier[];
}

/** What of a line is free, or in one tier. */
export interface MonthTier {
  readonly quantity: number;
  /** For so many units as the line's `per` says. */
  readonly price: number;
  readonly amount: number;
  /** Path of the fact: of a price, or of the allowance that is free. */
  readonly fact: string;
}

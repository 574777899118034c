export declare const WORKLOADS: Record<
  'W1' | 'W3' | 'W1B100' | 'B100' | 'K4' | 'K100' | 'W2' | 'T1M',
  (units: number) => object
>;
export declare const TARGETS: Partial<Record<keyof typeof WORKLOADS, number>>;

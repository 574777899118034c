export declare const WORKLOADS: Record<'W1' | 'W3' | 'B100', (units: number) => object>;

/** Who made the values that are in no paper and have no formula: we did, with other programs than this one. */

/** Of the collection of reference values, whose programs are in C. */
export const OWN_SIMULATION = 'own simulation for the specification, by a program in C, compiled 2026-11-21';

/** Of the description of the tier. Its values have two or three digits and an error of one or two percent, which is all that is known of it. */
export const OWN_SIMULATION_OF_TIER =
  'own simulation for the specification of the tier, 2026, with an error of about 1 to 2 %';

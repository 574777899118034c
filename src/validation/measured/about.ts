/** What the page says of the published measurements, and which of the reference are left out. */

/** Ids of the reference that no scenario re-enacts, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'A-WORK-01':
    'how often the functions of a cloud are invoked (45 % at most hourly, 81 % at most once a minute; Shahrad et al., Serverless in the Wild, 2020). That is what people ask of a service and not how it behaves: a load, which a scenario is given and does not predict.',
};

export const ABOUT = `Somebody set something up on the real service, looked, and printed a figure. Each of these set-ups is a scenario in
\`scenarios/validation/measured\`, under the rules of its time where we have them; its comments say what was not stated and had to be guessed.
Ids that begin with A are those of our reference; others name the statement in [the facts](facts.md) that a figure belongs to.

- **pass**: nothing of the simulator was fitted to this measurement, and the figure is within the tolerance of the reference.
- **calibrated**: a number of the simulator, or of the scenario, was taken from this very measurement. That it agrees shows that the fit was carried
  over, and no more. The notes say which number it is.
- **miss**: it does not agree, fitted or not. Nothing was adjusted, and no tolerance widened, to have fewer of these. They are what to know before
  you rely on a figure of that kind.

Tolerances are wide: the service changes, charts were read by eye, and few authors state their load. What is shown beside the figures of a card, such as
a percentile next to a median, has the tolerance of the card. Figures that are not means over replications come from one long run.

Left out:

${Object.entries(LEFT_OUT)
  .map(([id, why]) => `- ${id}: ${why}`)
  .join('\n')}`;

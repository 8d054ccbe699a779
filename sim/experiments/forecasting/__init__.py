"""Head-count arithmetic: what a plan on paper says of an organisation, by the rules of the simulation."""

"""Tables, plots and pages made from findings."""

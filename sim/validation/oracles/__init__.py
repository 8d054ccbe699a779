"""What books claim exactly about queues, networks and rework, as scenarios in our own language."""

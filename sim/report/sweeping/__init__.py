"""What a sweep found, drawn and told."""

"""What a replication leaves behind, column by column."""

"""What a shared encoder says of every token: one pass over the text for all stages that read it."""

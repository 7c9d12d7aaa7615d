"""What several loaders share: lines of files, IOB tags, texts made of tokens."""

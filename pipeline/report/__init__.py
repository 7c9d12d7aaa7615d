"""What people read: documents in the terminal, and the progress of a batch."""

"""Networks in plain torch: tensors in, tensors out."""

"""Trained models without torch: words to word pieces, ONNX Runtime, tags to spans, and the folder that holds it all."""

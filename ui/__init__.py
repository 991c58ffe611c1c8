"""Command line and Gradio page; draws what the rooms below decide."""

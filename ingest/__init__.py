"""Bytes to clean lines to outline to typed documents."""

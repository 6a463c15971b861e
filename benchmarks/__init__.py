"""Throughput, growth and memory, each as a ratio to a reference in the same run."""

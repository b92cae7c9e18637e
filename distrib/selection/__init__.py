"""The day's best are selected per section: values in, values out."""

"""Posts about the same stories are worded, queued and published, once each."""

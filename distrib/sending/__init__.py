"""Each subscriber's copy is handed over and recorded: claim, commit, act, note, commit."""

"""The window over the stream that a new rendition is compared with: state, snapshot, restoring."""

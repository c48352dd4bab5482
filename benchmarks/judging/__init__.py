"""What all programs share that ask readers for verdicts: articles as they are shown, sheets, judges' files, stores and commands."""

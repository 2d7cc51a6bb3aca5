"""Writers: a finished value in, the bytes of a file out; they decide nothing."""

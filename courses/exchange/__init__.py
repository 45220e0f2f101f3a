"""Questions in and out of the bank: files that other programs write and read."""

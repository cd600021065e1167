"""Personal data: what of it each role sees."""

"""Whether an edition still says what its own facts say: what stands in a file, held against the record inside it."""

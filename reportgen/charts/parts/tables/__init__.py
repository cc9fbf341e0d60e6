"""What tables are made of: lines and columns, what is said in their cells, sums that are checked, and how wide they are."""

"""What tables are made of: lines and columns, what is said in their cells, checked sums, and how wide they are."""

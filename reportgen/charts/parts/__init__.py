"""What charts are made of: items, axes, labels, looks, and the layers that several kinds share."""

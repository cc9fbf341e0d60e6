"""The kinds of exhibit, one module each: from options and facts to an Altair chart. None knows another."""

"""What is measured: a folder for each scenario family, and the profiles that choose among them."""

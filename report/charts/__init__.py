"""Pictures, as SVG text drawn without a browser or a network."""

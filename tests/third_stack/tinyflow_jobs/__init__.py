"""The weather pipeline as a job of Tinyflow, a made-up tool whose control plane is a loop over days."""

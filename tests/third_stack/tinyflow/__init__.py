"""Tinyflow, a made-up tool: its driver, its contenders, its recoveries."""

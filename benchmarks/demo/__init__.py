"""The main job, shown: on this display for a person to use, or on virtual ones, acted and measured."""

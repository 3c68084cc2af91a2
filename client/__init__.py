"""The program that customers and agents run."""

VERSION = "0.1.0"
